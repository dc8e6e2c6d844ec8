//! Files import each other in no circle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    imports::{Import, imports},
    modules::Modules,
};

/// The circles of imports, each written as a path. Of circles that share a file, the shortest that
/// begins at its first file.
pub(crate) fn problems(modules: &Modules) -> Vec<String> {
    let imports = imports(modules);
    let mut by_file: BTreeMap<&str, Vec<&Import>> = BTreeMap::new();
    for import in &imports {
        by_file.entry(&import.by).or_default().push(import);
    }
    let mut reported = BTreeSet::new();
    let mut problems = Vec::new();
    for file in by_file.keys() {
        if reported.contains(file) {
            continue;
        }
        if let Some(circle) = shortest_circle(file, &by_file) {
            reported.extend(circle.iter().map(|import| &*import.by));
            problems.push(described(&circle));
        }
    }
    problems
}

/// The fewest imports that lead from a file back to it.
fn shortest_circle<'a>(
    start: &str,
    by_file: &BTreeMap<&str, Vec<&'a Import>>,
) -> Option<Vec<&'a Import>> {
    let mut reached_by: BTreeMap<&str, &Import> = BTreeMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(file) = waiting.pop_front() {
        for &import in by_file.get(file).into_iter().flatten() {
            if reached_by.contains_key(&*import.from) {
                continue;
            }
            reached_by.insert(&import.from, import);
            waiting.push_back(&import.from);
        }
    }
    let mut last: &Import = reached_by.get(start)?;
    let mut circle = vec![last];
    while last.by != start {
        last = reached_by[&*last.by];
        circle.push(last);
    }
    circle.reverse();
    Some(circle)
}

fn described(circle: &[&Import]) -> String {
    let steps: Vec<_> = circle
        .iter()
        .map(
            |Import {
                 by,
                 line,
                 path,
                 from,
             }| format!("{by}:{line} imports {from} (`{path}`)"),
        )
        .collect();
    format!(
        "{}: a circle: move what two of them share into a file that imports neither",
        steps.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::made_up;

    fn found<const N: usize>(files: [(&str, &str); N]) -> Vec<String> {
        problems(&Modules::of(&made_up(files)))
    }

    #[test]
    fn imports_without_a_circle_are_tidy() {
        let files = [
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", "use crate::{b::B, c::C};"),
            ("b.rs", "use crate::c::C; pub struct B;"),
            ("c.rs", "pub struct C;"),
        ];
        assert_eq!(found(files), [""; 0]);
    }

    #[test]
    fn a_circle_over_three_files_is_written_as_a_path() {
        let files = [
            ("lib.rs", "mod a; mod b; mod c; mod d; pub use self::c::C;"),
            ("a.rs", "use crate::b::B;\npub struct A;"),
            ("b.rs", "\nuse crate::C;\npub struct B;"),
            ("c.rs", "\n\nfn f(_: super::a::A) {}\npub struct C;"),
            ("d.rs", "use crate::a::A;"),
        ];
        assert_eq!(
            found(files),
            [
                "a.rs:1 imports b.rs (`crate::b::B`), b.rs:2 imports c.rs (`crate::C`), c.rs:3 imports a.rs \
              (`super::a::A`): a circle: move what two of them share into a file that imports neither"
            ]
        );
    }

    #[test]
    fn a_head_file_and_its_child_can_be_a_circle() {
        let child = ("a/b.rs", "use super::A;\npub struct B;");
        let [problem] = &found([("a.rs", "mod b;\nuse self::b::B;\npub struct A(B);"), child])[..]
        else {
            panic!("one problem");
        };
        assert!(problem.starts_with(
            "a.rs:2 imports a/b.rs (`self::b::B`), a/b.rs:1 imports a.rs (`super::A`): a circle"
        ));
        assert_eq!(
            found([("a.rs", "mod b; pub use self::b::B;"), child]),
            [""; 0]
        );
    }

    #[test]
    fn children_that_import_each_other_through_their_head_are_a_circle() {
        let files = [
            ("lib.rs", "mod a;"),
            ("a.rs", "mod b; mod c; pub use self::{b::B, c::C};"),
            ("a/b.rs", "use super::C; pub struct B;"),
            ("a/c.rs", "use crate::a::B; pub struct C;"),
        ];
        let [problem] = &found(files)[..] else {
            panic!("one problem");
        };
        assert!(
            problem.starts_with("a/b.rs:1 imports a/c.rs (`super::C`), a/c.rs:1 imports a/b.rs")
        );
    }

    #[test]
    fn two_separate_circles_are_both_reported() {
        let files = [
            ("lib.rs", "mod a; mod b; mod c; mod d;"),
            ("a.rs", "use crate::b::B; pub struct A;"),
            ("b.rs", "use crate::a::A; pub struct B;"),
            ("c.rs", "use crate::d::D; pub struct C;"),
            ("d.rs", "use crate::c::C; pub struct D;"),
        ];
        assert_eq!(found(files).len(), 2);
    }
}
