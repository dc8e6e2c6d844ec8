//! Files are short, and no file is called `mod.rs`.

use crate::sources::Texts;

pub(crate) fn problems(files: &Texts, most: usize) -> Vec<String> {
    let mut problems = Vec::new();
    for (file, text) in files {
        let lines = text.lines().count();
        if lines > most {
            problems.push(format!(
                "{file} has {lines} lines, at most {most} are allowed: split it by topic"
            ));
        }
        if let Some(folder) = file.strip_suffix("/mod.rs") {
            problems.push(format!("{file}: call it {folder}.rs, next to the folder"));
        }
    }
    problems
}

#[test]
fn a_file_of_too_many_lines_is_reported() {
    let files = crate::sources::made_up([("a.rs", "\n\n\n"), ("b.rs", "\n\n\n\n")]);
    assert_eq!(
        problems(&files, 3),
        ["b.rs has 4 lines, at most 3 are allowed: split it by topic"]
    );
}

#[test]
fn a_mod_rs_is_reported() {
    let files = crate::sources::made_up([("a/b/mod.rs", ""), ("a/mod_rs.rs", "")]);
    assert_eq!(
        problems(&files, 3),
        ["a/b/mod.rs: call it a/b.rs, next to the folder"]
    );
}
