//! The code in pages is compiled: rustdoc takes its code blocks for tests.

use crate::sources::Texts;

/// The pages that no library includes in its docs.
pub(crate) fn not_included(pages: &Texts, rust: &Texts) -> Vec<String> {
    let included: Vec<String> = rust
        .iter()
        .flat_map(|(file, text)| includes(file, text))
        .collect();
    pages
        .keys()
        .filter(|page| !included.contains(page))
        .map(|page| {
            format!(
                "{page}: no library has `#[doc = include_str!(\"../{page}\")]`, with the right number of \
                 `../`, so its code is not compiled"
            )
        })
        .collect()
}

/// The code blocks that rustdoc leaves out, though they are Rust.
pub(crate) fn not_compiled(pages: &Texts) -> Vec<String> {
    let mut problems = Vec::new();
    for (page, text) in pages {
        for (index, line) in text.lines().enumerate() {
            let line = line
                .trim_start()
                .trim_start_matches("//!")
                .trim_start_matches("///");
            let tags = line.trim_start().strip_prefix("```").unwrap_or_default();
            if tags.split([',', ' ']).any(|tag| tag.starts_with("ignore")) {
                let number = index + 1;
                problems.push(format!(
                    "{page}:{number} has code that is not compiled: write `no_run` or nothing for `ignore`"
                ));
            }
        }
    }
    problems
}

/// The files that a library's docs include. Doctests are made of libraries only.
fn includes(file: &str, text: &str) -> Vec<String> {
    let Some((package, within)) = file.split_once("/src/") else {
        return Vec::new();
    };
    if within.starts_with("bin/") || within == "main.rs" {
        return Vec::new();
    }
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    text.match_indices("doc = include_str!(")
        .filter_map(|(at, _)| path_in(&text[at..]))
        .map(|path| match path.strip_prefix('/') {
            // After `env!("CARGO_MANIFEST_DIR")`.
            Some(path) => joined(package, path),
            None => joined(folder, path),
        })
        .collect()
}

/// The last string literal before the end of an `include_str!(..)]`.
fn path_in(include: &str) -> Option<&str> {
    let (include, _) = include.split_once(']')?;
    include.rsplit('"').nth(1)
}

fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::made_up;

    #[test]
    fn a_page_in_the_docs_of_a_library_is_compiled() {
        let pages = made_up([("README.md", "")]);
        for (file, include) in [
            (
                "core/src/lib.rs",
                "#![doc = include_str!(\"../../README.md\")]",
            ),
            (
                "core/src/a/b.rs",
                "#[doc = include_str!(\"../../../README.md\")]",
            ),
            (
                "core/src/lib.rs",
                "#![cfg_attr(doctest, doc = include_str!(\"../../README.md\"))]",
            ),
            (
                "core/src/lib.rs",
                "#![doc = include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../README.md\"))]",
            ),
        ] {
            assert_eq!(
                not_included(&pages, &made_up([(file, include)])),
                [""; 0],
                "{include}"
            );
        }
    }

    #[test]
    fn a_page_that_no_library_includes_is_reported() {
        let pages = made_up([("README.md", "")]);
        let expected = [
            "README.md: no library has `#[doc = include_str!(\"../README.md\")]`, with the right number of \
             `../`, so its code is not compiled",
        ];
        for (file, include) in [
            (
                "core/src/lib.rs",
                "#![doc = include_str!(\"../README.md\")]",
            ),
            (
                "core/src/lib.rs",
                "const TEXT: &str = include_str!(\"../../README.md\");",
            ),
            (
                "core/src/main.rs",
                "#![doc = include_str!(\"../../README.md\")]",
            ),
            (
                "core/tests/a.rs",
                "#![doc = include_str!(\"../../README.md\")]",
            ),
        ] {
            assert_eq!(
                not_included(&pages, &made_up([(file, include)])),
                expected,
                "{file}: {include}"
            );
        }
    }

    #[test]
    fn ignored_code_is_reported_and_other_languages_are_not() {
        let pages = made_up([
            (
                "README.md",
                "```rust\n```\n```toml\n```\n```rust,ignore\n```",
            ),
            (
                "guide.rs",
                "//! ```compile_fail\n//! ```\n//! ```ignore-wasm32\n//! ```",
            ),
        ]);
        assert_eq!(
            not_compiled(&pages),
            [
                "README.md:5 has code that is not compiled: write `no_run` or nothing for `ignore`",
                "guide.rs:3 has code that is not compiled: write `no_run` or nothing for `ignore`",
            ]
        );
    }
}
