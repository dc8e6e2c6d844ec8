//! Each row of a table of guarantees names a test that exists.

use crate::sources::Texts;

/// Rows of the table under `heading` whose last cell does not name a file of `tests` and a test in it.
pub(crate) fn problems(page: &str, heading: &str, tests: &Texts) -> Vec<String> {
    let section = page.lines().skip_while(|line| *line != heading).skip(1);
    let rows: Vec<_> = section
        .take_while(|line| !line.starts_with("## "))
        .filter(|line| line.starts_with("| ") && !line.contains("---"))
        .skip(1)
        .collect();
    if rows.is_empty() {
        return vec![format!("no table under `{heading}`")];
    }
    rows.into_iter()
        .filter(|row| !names_a_test(row, tests))
        .map(|row| format!("no such test: {row}"))
        .collect()
}

fn names_a_test(row: &str, tests: &Texts) -> bool {
    let quoted: Vec<_> = row.rsplit('`').skip(1).step_by(2).take(2).collect();
    let [test, file] = quoted[..] else {
        return false;
    };
    let is_there = |text: &String| text.contains(&format!("fn {test}("));
    tests.get(file).is_some_and(is_there)
}

#[test]
fn a_row_without_its_test_is_reported() {
    let tests = crate::sources::made_up([("a/b.rs", "fn it_ends() {}")]);
    let page =
        |row: &str| format!("## What holds\n\n| what | test |\n|---|---|\n{row}\n\n## Next\n");
    let found = |row: &str| problems(&page(row), "## What holds", &tests).len();
    assert_eq!(found("| `x` ends | `a/b.rs`: `it_ends` |"), 0);
    assert_eq!(found("| `x` ends | `a/b.rs`: `it_goes_on` |"), 1);
    assert_eq!(found("| `x` ends | `a/c.rs`: `it_ends` |"), 1);
    assert_eq!(found("| it ends | |"), 1);
    assert_eq!(found(""), 1, "an empty table");
}
