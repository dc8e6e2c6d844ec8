//! The rules that hold the house together, checked on the source text.
//!
//! - Each folder directly below `src` is a layer. A layer imports only from the layers above it in the
//!   list ([`CORE`], [`MACROS`]). `lib.rs` may import from all of them, and no layer imports from it. An
//!   import of a re-exported name, at the crate's root or in a folder's head file, is an import from
//!   the file that declares the name.
//! - Files do not import each other in a circle.
//! - No file has more than 350 lines.
//! - The root of `retry-core` exports at most 55 names.
//! - Each guarantee, and each feature in the comparison, names a test that exists.
//! - Cargo features are explained, versions agree, the changelog names the version, the code in the README
//!   and the guide is compiled, and no text contains an absolute path of somebody's machine.
//!
//! Code under `#[cfg(test)]` and doc comments may import anything. An exception to the layers stands in
//! the table with its reason, and fails the test once it is no longer needed.
//!
//! Each check is a function of source text. It returns one message per problem: the file and line, what
//! is wrong, and what to do. Its own tests run it on made-up crates of a few lines.

#[path = "tidy/circles.rs"]
mod circles;
#[path = "tidy/guarantees.rs"]
mod guarantees;
#[path = "tidy/imports.rs"]
mod imports;
#[path = "tidy/layers.rs"]
mod layers;
#[path = "tidy/length.rs"]
mod length;
#[path = "tidy/machine_paths.rs"]
mod machine_paths;
#[path = "tidy/manifests.rs"]
mod manifests;
#[path = "tidy/markdown_code.rs"]
mod markdown_code;
#[path = "tidy/mentions.rs"]
mod mentions;
#[path = "tidy/modules.rs"]
mod modules;
#[path = "tidy/root_names.rs"]
mod root_names;
#[path = "tidy/sources.rs"]
mod sources;
#[path = "tidy/test_code.rs"]
mod test_code;
#[path = "tidy/token_paths.rs"]
mod token_paths;
#[path = "tidy/uses.rs"]
mod uses;

use self::{
    layers::{Exception, Layers},
    modules::Modules,
    sources::{member_manifests, text, texts},
};

/// The layers of `retry-core`, the first at the top.
const CORE: Layers = Layers {
    order: &[
        // First, since a policy names its budget.
        "limits",
        "policy",
        "outcome",
        "time",
        "driver",
        // The loops tell it what happens.
        "observe",
        // It tells of its changes, and knows verdicts and backoffs.
        "breaker",
        "retry",
        "testing",
        "__private",
        "guide",
        "tower",
        "http",
    ],
    exceptions: CORE_EXCEPTIONS,
};

const CORE_EXCEPTIONS: &[Exception] = &[];

/// The layers of `retry-macros`, the first at the top.
const MACROS: Layers = Layers {
    order: &["errors", "parse", "input", "expand", "derive"],
    exceptions: MACROS_EXCEPTIONS,
};

const MACROS_EXCEPTIONS: &[Exception] = &[];

const MOST_LINES: usize = 350;
/// The last six are `Breaker`, `Breakers`, `BreakerOpen` and `Hedge` with their modules: as much used as budgets.
const MOST_NAMES: usize = 55;

/// Fails with all messages, each after the folder that its file is in.
#[track_caller]
fn assert_tidy(folder: &str, problems: &[String]) {
    let count = problems.len();
    let listed: Vec<_> = problems
        .iter()
        .map(|problem| format!("{folder}{problem}"))
        .collect();
    assert!(
        problems.is_empty(),
        "{count} to tidy:\n{}\n",
        listed.join("\n")
    );
}

#[test]
fn layers_of_the_core_import_only_from_those_above_them() {
    let modules = Modules::of(&texts("retry-core/src", &["rs"]));
    assert_tidy("retry-core/src/", &layers::problems(&modules, &CORE));
}

#[test]
fn layers_of_the_macros_import_only_from_those_above_them() {
    let mut files = texts("retry-macros/src", &["rs"]);
    // Another root, next to `lib.rs`: that of `tests/expansion`.
    files.remove("functions.rs");
    let modules = Modules::of(&files);
    assert_tidy("retry-macros/src/", &layers::problems(&modules, &MACROS));
}

#[test]
fn files_of_the_core_import_each_other_in_no_circle() {
    let modules = Modules::of(&texts("retry-core/src", &["rs"]));
    assert_tidy("retry-core/src/", &circles::problems(&modules));
}

#[test]
fn files_of_the_macros_import_each_other_in_no_circle() {
    let modules = Modules::of(&texts("retry-macros/src", &["rs"]));
    assert_tidy("retry-macros/src/", &circles::problems(&modules));
}

#[test]
fn no_file_is_too_long_or_called_mod_rs() {
    assert_tidy("", &length::problems(&texts("", &["rs"]), MOST_LINES));
}

#[test]
fn few_names_stand_at_the_root_of_the_core() {
    let root = text("retry-core/src/lib.rs");
    assert_tidy("retry-core/src/", &root_names::problems(&root, MOST_NAMES));
}

#[test]
fn each_feature_of_the_core_is_explained_by_a_comment() {
    let manifest = text("retry-core/Cargo.toml");
    assert_tidy("retry-core/", &manifests::unexplained_features(&manifest));
}

#[test]
fn the_versions_in_the_workspace_agree() {
    let problems = manifests::versions_that_differ(&text("Cargo.toml"), &member_manifests());
    assert_tidy("", &problems);
}

#[test]
fn the_changelog_names_the_version() {
    let problems = manifests::changelog_problems(&text("CHANGELOG.md"), &text("Cargo.toml"));
    assert_tidy("", &problems);
}

#[test]
fn the_code_in_readme_and_guide_is_compiled() {
    let pages = |endings| {
        let mut pages = texts("", endings);
        let is_guide = |file: &str| {
            file.starts_with("retry-core/guide/") || file.starts_with("retry-core/src/guide")
        };
        pages.retain(|file, _| file == "README.md" || is_guide(file));
        pages
    };
    let mut problems = markdown_code::not_included(&pages(&["md"]), &texts("", &["rs"]));
    problems.extend(markdown_code::not_compiled(&pages(&["md", "rs"])));
    assert_tidy("", &problems);
}

#[test]
fn each_guarantee_has_a_test() {
    let problems = guarantees::problems(&text("GUARANTEES.md"), &texts("", &["rs"]));
    assert_tidy("GUARANTEES.md: ", &problems);
}

#[test]
fn what_the_comparison_says_of_this_crate_has_a_test() {
    let page = text("retry-core/guide/comparison.md");
    let (_, table) = page
        .split_once("| feature | here | test |\n")
        .expect("a table of this crate");
    let (table, _) = table.split_once("\n# ").expect("tables of others");
    let problems = guarantees::problems(table, &texts("", &["rs"]));
    assert_tidy("retry-core/guide/comparison.md: ", &problems);
}

#[test]
fn no_text_contains_a_path_of_a_machine() {
    assert_tidy(
        "",
        &machine_paths::problems(&texts("", &["rs", "md", "toml"])),
    );
}
