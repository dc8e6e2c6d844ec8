//! Each row of the tables of guarantees names a test that exists and runs.

use crate::sources::Texts;

/// Rows whose last cell does not name a file, below `tests/tests` or with its whole path, and a test in it.
pub(crate) fn problems(page: &str, files: &Texts) -> Vec<String> {
    let is_row = |line: &&str| line.starts_with("| ") && *line != HEAD;
    let rows: Vec<_> = page.lines().filter(is_row).collect();
    if rows.is_empty() {
        return vec!["no table".to_owned()];
    }
    rows.into_iter()
        .filter(|row| !names_a_test(row, files))
        .map(|row| format!("no such test, or one that is ignored: {row}"))
        .collect()
}

const HEAD: &str = "| guarantee | test |";

fn names_a_test(row: &str, files: &Texts) -> bool {
    let quoted: Vec<_> = row.rsplit('`').skip(1).step_by(2).take(2).collect();
    let [test, file] = quoted[..] else {
        return false;
    };
    let found = files
        .get(&format!("tests/tests/{file}"))
        .or_else(|| files.get(file));
    found.is_some_and(|source| has_test(source, test))
}

/// Whether the text has this function, with an attribute above it that makes it a test that runs.
fn has_test(text: &str, name: &str) -> bool {
    let start = format!("fn {name}(");
    let lines: Vec<_> = text.lines().map(str::trim_start).collect();
    let is_it = |line: &str| line.trim_start_matches("async ").starts_with(&start);
    let found = lines.iter().position(|line| is_it(line));
    found.is_some_and(|found| {
        let above = lines[..found].iter().rev();
        let attributes: Vec<_> = above.take_while(|line| line.starts_with("#[")).collect();
        let is_test = |line: &&str| line.ends_with("test]") || line.contains("test(");
        attributes.iter().any(|line| is_test(line))
            && !attributes.iter().any(|line| line.starts_with("#[ignore"))
    })
}

#[test]
fn a_row_without_its_test_is_reported() {
    let files = crate::sources::made_up([
        ("tests/tests/a/b.rs", "#[test]\nfn it_ends() {}"),
        (
            "core/src/c.rs",
            "proptest! {\n    #[test]\n    fn it_adds_up(",
        ),
        ("tests/tests/d.rs", "#[test]\n#[ignore]\nfn it_ends() {}"),
        ("tests/tests/e.rs", "fn it_ends() {}"),
        (
            "tests/tests/f.rs",
            "#[tokio::test(flavor = \"x\")]\nasync fn it_ends() {}",
        ),
    ]);
    let page = |row: &str| format!("# A\n\n{HEAD}\n|---|---|\n{row}\n\n## Next\n");
    let found = |row: &str| problems(&page(row), &files).len();
    assert_eq!(found("| `x` ends | `a/b.rs`: `it_ends` |"), 0);
    assert_eq!(found("| it adds up | `core/src/c.rs`: `it_adds_up` |"), 0);
    assert_eq!(found("| it ends | `f.rs`: `it_ends` |"), 0);
    assert_eq!(found("| `x` ends | `a/b.rs`: `it_goes_on` |"), 1);
    assert_eq!(found("| `x` ends | `a/c.rs`: `it_ends` |"), 1);
    assert_eq!(found("| ignored | `d.rs`: `it_ends` |"), 1);
    assert_eq!(found("| no test | `e.rs`: `it_ends` |"), 1);
    assert_eq!(found("| it ends | |"), 1);
    assert_eq!(found(""), 1, "an empty table");
}
