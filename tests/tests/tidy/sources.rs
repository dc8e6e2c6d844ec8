//! Reads texts of the workspace.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

/// Texts by file name. Folders are separated by `/`.
pub(crate) type Texts = BTreeMap<String, String>;

/// The text of one file of the workspace.
pub(crate) fn text(file: &str) -> String {
    read(&workspace().join(file))
}

/// The texts in a folder of the workspace and below, of files with one of these endings. Build output
/// and hidden folders are left out.
pub(crate) fn texts(folder: &str, endings: &[&str]) -> Texts {
    let folder = workspace().join(folder);
    let found: Texts = WalkDir::new(&folder)
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_left_out(entry))
        .map(|entry| entry.expect("the folder can be read").into_path())
        .filter(|path| has_ending(path, endings))
        .map(|path| (name_in(&folder, &path), read(&path)))
        .collect();
    assert!(!found.is_empty(), "no files in {}", folder.display());
    found
}

/// The manifests of all packages, those outside of the workspace too.
pub(crate) fn member_manifests() -> Texts {
    texts("", &["toml"])
        .into_iter()
        .filter(|(file, _)| file.ends_with("/Cargo.toml"))
        .collect()
}

/// A small crate, for the tests of a check.
pub(crate) fn made_up<const N: usize>(files: [(&str, &str); N]) -> Texts {
    files
        .map(|(file, text)| (file.to_owned(), text.to_owned()))
        .into()
}

fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("a folder above `tests`").to_owned()
}

fn is_left_out(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.file_type().is_dir() && (name == "target" || name.starts_with('.'))
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension()
        .is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))
}

fn name_in(folder: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(folder).expect("a file of the folder");
    let parts: Vec<_> = parts.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn texts_are_found_in_folders_below_but_not_in_build_output() {
    let found = texts("retry-core", &["rs", "toml"]);
    assert!(found.contains_key("Cargo.toml"));
    assert!(found.contains_key("src/lib.rs"));
    assert!(found.keys().any(|file| file.starts_with("src/http/")));
    assert!(!found.keys().any(|file| file.contains("target/")));
}

#[test]
fn members_in_folders_of_members_are_found() {
    let found = member_manifests();
    assert!(found.contains_key("retry-core/Cargo.toml"));
    assert!(found.contains_key("tests/no-std/Cargo.toml"));
    assert!(!found.contains_key("Cargo.toml"));
}
