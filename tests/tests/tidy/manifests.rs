//! What the manifests say, and that they agree.

use toml::{Table, Value};

use crate::sources::Texts;

/// The features without a comment above them or after them. `default` explains itself.
pub(crate) fn unexplained_features(manifest: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut section = "";
    let mut is_explained = false;
    for (index, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            section = line.trim();
        }
        let feature = key(line).filter(|name| section == "[features]" && *name != "default");
        if let Some(name) = feature.filter(|_| !is_explained && !line.contains('#')) {
            let number = index + 1;
            problems.push(format!(
                "Cargo.toml:{number} has the feature `{name}` without a comment: say what it adds"
            ));
        }
        is_explained = line.starts_with('#');
    }
    problems
}

/// The key of a line `key = value`.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let is_key = |c: char| c.is_alphanumeric() || "-_".contains(c);
    (!key.is_empty() && key.chars().all(is_key)).then_some(key)
}

/// Where the version of a package, or the one that is asked of a package in this repository, is not
/// that of the workspace.
pub(crate) fn versions_that_differ(workspace: &str, members: &Texts) -> Vec<String> {
    let workspace = parsed(workspace);
    let version = version_of(&workspace);
    let mut problems = Vec::new();
    let shared = &workspace["workspace"]["dependencies"];
    problems.extend(wrong_dependencies("Cargo.toml", Some(shared), version));
    for (file, manifest) in members {
        let manifest = parsed(manifest);
        let own = manifest
            .get("package")
            .and_then(|package| package.get("version"));
        if let Some(own) = own.and_then(Value::as_str).filter(|own| *own != version) {
            problems.push(format!(
                "{file} has version {own}, the workspace {version}: write `version.workspace = true`"
            ));
        }
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            problems.extend(wrong_dependencies(file, manifest.get(table), version));
        }
    }
    problems
}

/// A package of this repository is asked for in exactly its version, or in none where nothing is
/// published.
fn wrong_dependencies(file: &str, table: Option<&Value>, version: &str) -> Vec<String> {
    let wanted = format!("={version}");
    let dependencies = table.and_then(Value::as_table).into_iter().flatten();
    dependencies
        .filter(|(_, dependency)| dependency.get("path").is_some())
        .filter_map(|(name, dependency)| Some((name, dependency.get("version")?.as_str()?)))
        .filter(|(_, asked)| *asked != wanted)
        .map(|(name, asked)| format!("{file} asks for {name} \"{asked}\": write \"{wanted}\""))
        .collect()
}

/// Whether a heading of the changelog is about the version to be published.
pub(crate) fn changelog_problems(changelog: &str, workspace: &str) -> Vec<String> {
    let workspace = parsed(workspace);
    let version = version_of(&workspace);
    let mut headings = changelog.lines().filter(|line| line.starts_with("## "));
    let is_named = headings.any(|heading| {
        heading.to_lowercase().contains("unreleased")
            || heading
                .split([' ', ',', '[', ']'])
                .any(|word| word == version)
    });
    let problem = || {
        format!("CHANGELOG.md: no heading names {version} or \"Unreleased\": add what users get")
    };
    (!is_named).then(problem).into_iter().collect()
}

fn parsed(manifest: &str) -> Table {
    manifest.parse().expect("a manifest")
}

fn version_of(workspace: &Table) -> &str {
    let version = &workspace["workspace"]["package"]["version"];
    version.as_str().expect("a version")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::made_up;

    #[test]
    fn a_feature_without_a_comment_is_reported() {
        let manifest = "
[features]
default = [\"std\"]
# Sleeps.
std = []
macros = []
serde = [] # Files.
http = [
    \"std\",
]
[dependencies]
toml = \"1\"
";
        assert_eq!(
            unexplained_features(manifest),
            [
                "Cargo.toml:6 has the feature `macros` without a comment: say what it adds",
                "Cargo.toml:8 has the feature `http` without a comment: say what it adds",
            ]
        );
    }

    const WORKSPACE: &str = "
[workspace.package]
version = \"1.2.3\"
[workspace.dependencies]
core = { path = \"core\", version = \"=1.2.3\" }
macros = { path = \"macros\", version = \"1.2\" }
toml = \"1\"
";

    #[test]
    fn versions_that_differ_are_reported() {
        let members = made_up([
            ("core/Cargo.toml", "[package]\nversion.workspace = true"),
            ("macros/Cargo.toml", "[package]\nversion = \"1.2.2\""),
            (
                "tests/Cargo.toml",
                "[package]\n[dev-dependencies]\ncore = { path = \"../core\", version = \"1\" }",
            ),
            (
                "bare/Cargo.toml",
                "[package]\n[dependencies]\ncore = { path = \"../core\" }",
            ),
        ]);
        assert_eq!(
            versions_that_differ(WORKSPACE, &members),
            [
                "Cargo.toml asks for macros \"1.2\": write \"=1.2.3\"",
                "macros/Cargo.toml has version 1.2.2, the workspace 1.2.3: write `version.workspace = true`",
                "tests/Cargo.toml asks for core \"1\": write \"=1.2.3\"",
            ]
        );
    }

    #[test]
    fn a_changelog_without_the_version_is_reported() {
        let expected =
            ["CHANGELOG.md: no heading names 1.2.3 or \"Unreleased\": add what users get"];
        assert_eq!(
            changelog_problems("# Changelog\n## 1.2.2\n1.2.3", WORKSPACE),
            expected
        );
        assert_eq!(changelog_problems("## 11.2.3", WORKSPACE), expected);
        for heading in [
            "## 1.2.3, not released yet",
            "## [1.2.3] 2030",
            "## [Unreleased]",
        ] {
            assert_eq!(changelog_problems(heading, WORKSPACE), [""; 0], "{heading}");
        }
    }
}
