//! The pictures of the guide are those that the code draws, and they show what the rules do.

use std::{fs, path::Path, time::Duration};

use retry_core::{Budget, Driver, Failure, Policy, Step, Verdict};
use retry_simulate::{
    HEDGES, Outage, SlowTail, Table,
    cli::pictures_folder,
    outage_variants, overload_variants,
    pictures::{CHECKS, pictures},
    run_variants,
};

const COMMAND: &str = "cargo run -p retry-examples --example simulate -- pictures";

#[test]
fn each_picture_is_drawn_by_the_code_as_it_is_now() {
    for picture in pictures() {
        let path = pictures_folder().join(picture.name).with_extension("svg");
        let committed = fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}; run `{COMMAND}`", path.display()));
        assert!(
            committed == picture.svg,
            "{} is out of date: run `{COMMAND}`, and look at it",
            picture.name
        );
    }
}

#[test]
fn no_other_file_is_among_the_pictures() {
    let drawn: Vec<_> = pictures()
        .iter()
        .map(|picture| format!("{}.svg", picture.name))
        .collect();
    for file in fs::read_dir(pictures_folder()).expect("the folder exists") {
        let name = file.expect("a file").file_name();
        assert!(drawn.iter().any(|drawn| **drawn == *name), "{name:?}");
    }
}

#[test]
fn a_picture_has_no_empty_line_and_is_small() {
    for picture in pictures() {
        // An empty line ends a block of HTML in Markdown.
        assert!(!picture.svg.contains("\n\n"), "{}", picture.name);
        assert!(picture.svg.len() < 16_000, "{}", picture.name);
    }
}

static EMPTY: Budget = Budget::ratio(0.000_001).per_second(0);

/// The reason for the end of a run that fails these checks.
fn reason_of(failed: &[&str]) -> &'static str {
    let fails = |label| failed.contains(&label);
    let mut policy = Policy::new();
    if fails("attempts") {
        policy = policy.attempts(1);
    }
    if fails("deadline") {
        policy = policy.deadline(Duration::from_secs(1));
    }
    if fails("budget") {
        policy = policy.budget(&EMPTY);
    }
    let verdict = if fails("not_retryable") {
        Verdict::Stop
    } else if fails("hint_too_long") {
        Verdict::retry_after(Duration::from_secs(3_600))
    } else {
        Verdict::Retry
    };
    let failure = Failure::new(verdict).elapsed(Duration::from_secs(2));
    let mut schedule = std::iter::repeat_n(
        Duration::from_millis(1),
        usize::from(!fails("schedule_ended")),
    );
    match Driver::new().step(&policy, failure, &mut || 1, Some(&mut schedule)) {
        Step::Stop(reason) => reason.label(),
        Step::Wait(_) => "waits",
    }
}

#[test]
fn the_driver_checks_in_the_order_of_the_diagram() {
    let labels = CHECKS.map(|(_, label, _)| label);
    assert_eq!(reason_of(&[]), "waits");
    for (index, first) in labels.iter().enumerate() {
        assert_eq!(reason_of(&[first]), *first);
        for second in &labels[index + 1..] {
            assert_eq!(reason_of(&[second, first]), *first, "{first}, {second}");
        }
    }
}

fn page(name: &str) -> String {
    let path = pictures_folder().join("..").join(name);
    fs::read_to_string(path).expect("a page of the guide")
}

/// What follows each `start` in the text, up to `end`.
fn each_between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start)
        .skip(1)
        .filter_map(|rest| rest.split(end).next())
        .collect()
}

#[test]
fn pages_show_pictures_as_files_and_in_rustdoc() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../retry-core/src");
    let mut shown = Vec::new();
    for name in ["choosing", "in_production", "overload", "from_urllib3"] {
        let page = page(&format!("{name}.md"));
        let source = sources.join("guide").join(name).with_extension("rs");
        let source = fs::read_to_string(source).expect("the module of the page");
        let used = each_between(&page, "<use href=\"#picture-", "\"/>");
        assert_eq!(
            used,
            each_between(&page, "src=\"pictures/", ".svg\""),
            "{name}"
        );
        assert_eq!(
            each_between(&page, " alt=\"", "\""),
            each_between(&page, " aria-label=\"", "\""),
            "{name}"
        );
        let mut included = each_between(&source, "../guide/pictures/", ".svg");
        included.sort_unstable();
        let mut sorted = used.clone();
        sorted.sort_unstable();
        assert_eq!(included, sorted, "{name}");
        for picture in used {
            let file = pictures_folder().join(picture).with_extension("svg");
            let svg = fs::read_to_string(file).expect("a picture");
            let size = each_between(&svg, "viewBox=\"", "\"")[0];
            let here = format!("viewBox=\"{size}\" role=\"img\"");
            assert!(page.contains(&here), "{name}: {picture} needs {here}");
            shown.push(picture.to_owned());
        }
    }
    let front = fs::read_to_string(sources.join("lib.rs")).expect("the front page");
    let front = each_between(&front, "../guide/pictures/", ".svg");
    shown.extend(front.into_iter().map(str::to_owned));
    shown.sort();
    let all: Vec<_> = pictures().iter().map(|picture| picture.name).collect();
    assert_eq!(shown, all);
}

#[test]
fn tables_of_outages_are_what_the_simulation_prints() {
    let usual = (Outage::default(), outage_variants(), "in_production.md");
    let overload = (Outage::with_deadline(), overload_variants(), "overload.md");
    for (outage, variants, name) in [usual, overload] {
        let rows = run_variants(&outage, 1, &variants, &mut |_, _| {});
        let table = Table::outage(&rows).markdown();
        assert!(
            page(name).contains(&table),
            "retry-core/guide/{name} needs this table:\n{table}"
        );
    }
}

#[test]
fn the_table_of_hedges_is_what_the_simulation_prints() {
    let rows = HEDGES.map(|(name, kind)| (name, SlowTail::default().run(1, kind, |_| {})));
    let table = Table::slow_tail(&rows).markdown();
    assert!(
        page("overload.md").contains(&table),
        "retry-core/guide/overload.md needs this table:\n{table}"
    );
}
