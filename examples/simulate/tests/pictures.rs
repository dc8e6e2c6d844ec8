//! The pictures of the guide are those that the code draws, and they show what the rules do.

use std::{fs, time::Duration};

use retry_core::{Budget, Driver, Failure, Policy, Step, Verdict};
use retry_simulate::{
    cli::pictures_folder,
    pictures::{CHECKS, pictures},
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
