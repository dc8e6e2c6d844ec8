//! Which file imports from which.

use std::collections::BTreeMap;

use crate::{
    mentions::Mention,
    modules::{ModulePath, Modules, Role},
};

/// One file's first import from another one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Import {
    /// The file that imports.
    pub(crate) by: String,
    pub(crate) line: usize,
    /// The path as it is written there.
    pub(crate) path: String,
    /// The file that declares what is imported.
    pub(crate) from: String,
}

/// All imports between the files of a crate, in the order of their names and lines.
pub(crate) fn imports(modules: &Modules) -> Vec<Import> {
    let mut found = BTreeMap::new();
    for (path, module) in modules.iter() {
        for (mention, role) in &module.mentions {
            for from in imported_modules(modules, path, mention, *role) {
                let import = Import {
                    by: module.file.clone(),
                    line: mention.line,
                    path: mention.path.join("::"),
                    from: modules.file(&from).to_owned(),
                };
                if import.by != import.from {
                    let pair = (import.by.clone(), import.from.clone());
                    let first = found.entry(pair).or_insert_with(|| import.clone());
                    if import.line < first.line {
                        *first = import;
                    }
                }
            }
        }
    }
    let mut imports: Vec<Import> = found.into_values().collect();
    imports.sort_by(|a, b| (&a.by, a.line, &a.from).cmp(&(&b.by, b.line, &b.from)));
    imports
}

/// A head file does not need what it re-exports of its own folder, as long as its code does not name
/// it.
fn imported_modules(
    modules: &Modules,
    path: &ModulePath,
    mention: &Mention,
    role: Role,
) -> Vec<ModulePath> {
    let mut found = modules.lead(path, &mention.path);
    match role {
        Role::Reexport => found.retain(|from| !from.starts_with(path)),
        Role::Glob => {
            let reexported: Vec<_> = found
                .iter()
                .flat_map(|from| modules.reexported(from))
                .collect();
            found.extend(reexported);
        }
        Role::Import | Role::Code => {}
    }
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::made_up;

    /// `by:line path from`, of each import.
    fn listed<const N: usize>(files: [(&str, &str); N]) -> Vec<String> {
        imports(&Modules::of(&made_up(files)))
            .into_iter()
            .map(
                |Import {
                     by,
                     line,
                     path,
                     from,
                 }| format!("{by}:{line} {path} {from}"),
            )
            .collect()
    }

    #[test]
    fn a_name_at_the_root_is_imported_from_the_file_that_declares_it() {
        assert_eq!(
            listed([
                (
                    "lib.rs",
                    "mod policy; mod time; pub use self::policy::{Backoff, Policy as Rules};"
                ),
                (
                    "policy.rs",
                    "mod backoff; pub use self::backoff::Backoff; pub struct Policy;"
                ),
                ("policy/backoff.rs", "pub struct Backoff;"),
                ("time.rs", "use crate::Backoff;\nfn f(_: crate::Rules) {}"),
            ]),
            [
                "time.rs:1 crate::Backoff policy/backoff.rs",
                "time.rs:2 crate::Rules policy.rs",
            ]
        );
    }

    #[test]
    fn a_name_of_a_function_and_of_its_module_is_the_function() {
        assert_eq!(
            listed([
                (
                    "lib.rs",
                    "mod retry; mod run; pub use other::retry; pub use self::retry::retry;"
                ),
                ("retry.rs", "mod builder; pub use self::builder::retry;"),
                ("retry/builder.rs", "pub fn retry() {}"),
                ("run.rs", "fn f() { crate::retry(); }"),
            ]),
            ["run.rs:1 crate::retry retry/builder.rs"]
        );
    }

    #[test]
    fn a_path_through_an_imported_module_leads_to_the_file_that_declares_it() {
        assert_eq!(
            listed([
                ("lib.rs", "mod time; mod run;"),
                ("time.rs", "pub mod wait; pub use self::wait::Wait;"),
                ("time/wait.rs", "pub struct Wait;"),
                ("run.rs", "use crate::time;\nfn f(_: time::Wait) {}"),
            ]),
            [
                "run.rs:1 crate::time time.rs",
                "run.rs:2 time::Wait time/wait.rs",
            ]
        );
    }

    #[test]
    fn supers_are_followed_from_the_module_that_they_stand_in() {
        assert_eq!(
            listed([
                ("lib.rs", "mod a; mod d;"),
                ("a.rs", "mod b; mod c;"),
                (
                    "a/b.rs",
                    "use super::super::d::D;\nmod inner {\n  use super::super::c::C;\n}"
                ),
                ("a/c.rs", "pub struct C;"),
                ("d.rs", "pub struct D;"),
            ]),
            [
                "a/b.rs:1 super::super::d::D d.rs",
                "a/b.rs:3 super::super::c::C a/c.rs",
            ]
        );
    }

    #[test]
    fn imports_in_macro_calls_and_functions_count() {
        assert_eq!(
            listed([
                ("lib.rs", "mod a; mod b; mod c;"),
                (
                    "a.rs",
                    "pin_project! {\n  pub struct A {\n    b: crate::b::B,\n  }\n}"
                ),
                ("b.rs", "fn f() {\n  use crate::c::C;\n}"),
                ("c.rs", "pub struct C;"),
            ]),
            ["a.rs:3 crate::b::B b.rs", "b.rs:2 crate::c::C c.rs"]
        );
    }

    #[test]
    fn tests_docs_and_other_crates_import_nothing() {
        let nothing: [String; 0] = [];
        assert_eq!(
            listed([
                ("lib.rs", "mod a; mod http; #[cfg(test)] mod fixtures;"),
                (
                    "a.rs",
                    "//! [`crate::http::Http`]\nuse http::Http;\n#[cfg(test)] mod tests { use crate::http::Http; }"
                ),
                ("http.rs", "pub struct Http;"),
                ("fixtures.rs", "use crate::http::Http;"),
            ]),
            nothing
        );
    }

    #[test]
    fn a_head_file_imports_what_it_reexports_only_where_its_code_names_it() {
        let child = ("a/b.rs", "pub struct B;");
        assert_eq!(
            listed([("a.rs", "mod b; pub use self::b::B;"), child]),
            [""; 0]
        );
        assert_eq!(
            listed([("a.rs", "mod b; pub use self::b::B;\nfn f(_: B) {}"), child]),
            ["a.rs:2 B a/b.rs"]
        );
        assert_eq!(
            listed([("a.rs", "mod b; use self::b::B;"), child]),
            ["a.rs:1 self::b::B a/b.rs"]
        );
    }

    #[test]
    fn a_file_that_reexports_from_elsewhere_is_imported_too() {
        assert_eq!(
            listed([
                ("lib.rs", "mod a; mod b; mod c;"),
                ("a.rs", "use crate::b::C;"),
                ("b.rs", "pub use crate::c::C; pub use other::D;"),
                ("c.rs", "use crate::b::D; pub struct C;"),
            ]),
            [
                "a.rs:1 crate::b::C b.rs",
                "a.rs:1 crate::b::C c.rs",
                "b.rs:1 crate::c::C c.rs",
                "c.rs:1 crate::b::D b.rs",
            ]
        );
    }

    #[test]
    fn everything_in_a_module_is_what_it_declares_and_reexports() {
        assert_eq!(
            listed([
                ("lib.rs", "mod a; mod b;"),
                ("a.rs", "use crate::b::*;"),
                ("b.rs", "mod c; pub use self::c::C;"),
                ("b/c.rs", "pub struct C;"),
            ]),
            ["a.rs:1 crate::b b.rs", "a.rs:1 crate::b b/c.rs"]
        );
    }
}
