//! No text contains an absolute path of somebody's machine.

use crate::sources::Texts;

/// Folders at the root of a machine.
const FOLDERS: [&str; 5] = ["work", "root", "home", "tmp", "Users"];

pub(crate) fn problems(files: &Texts) -> Vec<String> {
    let mut problems = Vec::new();
    for (file, text) in files {
        for (index, line) in text.lines().enumerate() {
            if let Some(folder) = FOLDERS.iter().find(|folder| has_path(line, folder)) {
                let number = index + 1;
                problems.push(format!(
                    "{file}:{number} contains a path below `{folder}` of a machine: make it relative, or use \
                     `std::env::temp_dir()`"
                ));
            }
        }
    }
    problems
}

/// Whether a line has `/folder/` at the beginning of a path, and not within a URL or a relative path.
fn has_path(line: &str, folder: &str) -> bool {
    let path = format!("/{folder}/");
    line.match_indices(&path).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|before| before.is_alphanumeric() || ".-_}/)]*~".contains(before))
    })
}

#[test]
fn only_absolute_paths_of_a_machine_are_reported() {
    let [path, part] = ["/", ""].map(|start| format!("{start}work/notes"));
    let text = format!("see `{path}` and\nhttp://host/{part}");
    let others = "../home/notes {home}/tmp/notes target/tmp/notes";
    let files = crate::sources::made_up([("a.md", &text), ("b.rs", others)]);
    assert_eq!(
        problems(&files),
        [
            "a.md:1 contains a path below `work` of a machine: make it relative, or use `std::env::temp_dir()`"
        ]
    );
}
