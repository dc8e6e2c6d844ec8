//! The README says what is so: its programs are examples, print what it says, and cost what was measured.

use std::{
    env::{self, consts::EXE_SUFFIX},
    fs,
    path::Path,
    process::Command,
};

/// The blocks of the README and the examples that they are taken from, in order.
const BLOCKS: [&str; 4] = [
    "readme_blocking.rs",
    "readme_async.rs",
    "http.rs",
    "in_production.rs",
];

/// The examples that the README shows as a whole.
const PROGRAMS: [&str; 2] = ["readme_blocking", "readme_async"];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn readme() -> String {
    read("README.md")
}

/// The code blocks of this language.
fn blocks<'a>(markdown: &'a str, language: &str) -> Vec<&'a str> {
    markdown
        .split("```")
        .skip(1)
        .step_by(2)
        .filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'))
        .collect()
}

#[test]
fn each_block_is_an_example_or_a_part_of_one() {
    let readme = readme();
    let blocks = blocks(&readme, "rust");
    assert_eq!(blocks.len(), BLOCKS.len());
    for (block, file) in blocks.into_iter().zip(BLOCKS) {
        let path = format!("examples/examples/{file}");
        assert!(readme.contains(&format!("]({path})")), "no link to {path}");
        let example = read(&path);
        if file.starts_with("readme_") {
            assert_eq!(block, example, "{path}");
        } else {
            // An example has more to import than its part.
            let (_, part) = block
                .split_once("\n\n")
                .expect("imports, and what uses them");
            assert!(example.contains(part), "{path} has no\n{part}");
        }
    }
}

#[test]
fn programs_print_what_the_readme_says() {
    let readme = readme();
    for program in PROGRAMS {
        let printed = run(program);
        assert!(printed.lines().count() > 1, "{program} printed {printed:?}");
        for line in printed.lines() {
            assert!(readme.contains(&format!("`{line}`")), "{program}: {line}");
        }
    }
}

/// What an example prints. `cargo test` builds the examples of a package next to its tests.
fn run(example: &str) -> String {
    let test = env::current_exe().expect("the test has a path");
    let target = test.ancestors().nth(2).expect("target/<profile>/deps/test");
    let program = target
        .join("examples")
        .join(format!("{example}{EXE_SUFFIX}"));
    let output = Command::new(program)
        .output()
        .expect("run `cargo build -p retry-examples --examples` first");
    assert!(output.status.success(), "{example} failed: {output:?}");
    String::from_utf8(output.stdout).expect("it prints text")
}

#[test]
fn dependencies_name_features_that_exist() {
    let readme = readme();
    let toml = blocks(&readme, "toml")[0];
    assert!(
        toml.contains(r#"retry-core = { path = "../retry/retry-core", features = ["tokio"] }"#)
    );
    assert!(read("retry-core/Cargo.toml").contains("\ntokio = ["));
}

#[test]
fn commands_are_word_for_word() {
    let readme = readme();
    for command in [
        "`cargo run -p retry-examples --example fetch`",
        "`cargo test --workspace --all-features`",
    ] {
        assert!(readme.contains(command), "{command}");
    }
}

/// The instructions of this crate in a case, from the summary of the measured tables.
fn instructions(figures: &str, case: &str) -> String {
    let row = figures
        .lines()
        .find(|line| line.starts_with(&format!("| {case} |")));
    let row = row.unwrap_or_else(|| panic!("no row {case}"));
    row.split('|')
        .nth(4)
        .expect("a column for this crate")
        .trim()
        .to_owned()
}

#[test]
fn costs_are_those_that_were_measured() {
    let figures = read("benches/README.md");
    let of = |case| instructions(&figures, case);
    let costs = format!(
        "A success costs {} instructions, an async one {}, and a retry {} to {}",
        of("blocking, success at once, policy built before"),
        of("async, success at once, tokio's sleep"),
        of("one retry without jitter, sleep left out"),
        of("one retry with full jitter, sleep left out"),
    );
    assert!(
        readme().contains(&costs),
        "the README does not say: {costs}"
    );
}

#[test]
fn others_are_compared_in_the_versions_that_were_read() {
    let (readme, comparison) = (readme(), read("retry-core/guide/comparison.md"));
    let (_, table) = readme.split_once("| | here | ").expect("a table");
    let (header, _) = table.split_once(" |\n").expect("its header");
    for other in header.split(" | ") {
        assert!(comparison.contains(&format!("{other}.")), "{other}");
    }
}

#[test]
fn links_lead_to_files() {
    let readme = readme();
    let links: Vec<_> = readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(link, _)| link)
        .collect();
    assert!(links.len() > 10);
    for link in links {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(link);
        assert!(path.exists(), "{link}");
    }
}
