//! The same scenario in every form of run: the same events with the same waits, and the same tokens left in
//! the budget.

mod forms;
mod http_forms;
mod play;

use std::time::Duration;

use retry_core::{Backoff, Jitter, Policy};
use retry_tests::{SECOND, millis};

use crate::{
    forms::FORMS,
    http_forms::HTTP_FORMS,
    play::{Answer, Form, Play},
};

/// What happens to a run, and what is to be seen of it.
struct Scenario {
    policy: Policy,
    answers: Vec<Answer>,
    lines: Vec<String>,
    waits: Vec<Duration>,
    /// What is left of 500 tokens.
    available: f64,
}

const POLICY: Policy = Policy::new()
    .attempts(4)
    .backoff(Backoff::exponential(Duration::from_millis(100)))
    .jitter(Jitter::None);

const OK: Answer = Answer::new(200);
const BUSY: Answer = Answer::new(503);
const THROTTLED: Answer = Answer::asks(429, 7, &"retry-after: 7");
const BUSY_FOR_AN_HOUR: Answer = Answer::asks(503, 3600, &"retry-after: 3600");

/// Each form, by name.
fn forms() -> impl Iterator<Item = (&'static str, Form)> {
    FORMS.iter().chain(HTTP_FORMS).copied()
}

#[track_caller]
fn assert_same_everywhere(scenario: &Scenario) {
    for (name, form) in forms() {
        let play = Play::new(scenario.policy, &scenario.answers);
        form(&play);
        assert_eq!(play.lines(), scenario.lines, "{name}");
        assert_eq!(play.clock.waits(), scenario.waits, "{name}");
        assert_eq!(play.budget.available(), scenario.available, "{name}");
    }
}

/// The lines of both hooks at the end of a failed run.
fn given_up(line: &str) -> [String; 2] {
    ["stop", "end"].map(|hook| format!("{hook} {line}"))
}

fn lines(retries: &[&str], end: impl IntoIterator<Item = String>) -> Vec<String> {
    let retries = retries.iter().map(|line| format!("retry {line}"));
    retries.chain(end).collect()
}

#[test]
fn a_run_that_succeeds_at_once() {
    assert_same_everywhere(&Scenario {
        policy: POLICY,
        answers: vec![OK],
        lines: lines(&[], ["end fetch #1 200 at 0ns: accepted".to_owned()]),
        waits: vec![],
        available: 500.0,
    });
}

#[test]
fn a_run_that_fails_twice_is_throttled_once_and_recovers() {
    assert_same_everywhere(&Scenario {
        policy: POLICY,
        answers: vec![BUSY, BUSY, THROTTLED, OK],
        lines: lines(
            &[
                "fetch #1 503 at 0ns: 100ms",
                "fetch #2 503 at 100ms: 200ms",
                "fetch #3 429 at 300ms: 7s, asked for 7s",
            ],
            ["end fetch #4 200 at 7.3s: accepted, recovered".to_owned()],
        ),
        waits: millis([100, 200, 7000]),
        // 14, 14 and 5, of which the success gives back the last.
        available: 472.0,
    });
}

#[test]
fn a_run_that_gives_up() {
    assert_same_everywhere(&Scenario {
        policy: POLICY,
        answers: vec![BUSY, THROTTLED, BUSY, BUSY],
        lines: lines(
            &[
                "fetch #1 503 at 0ns: 100ms",
                "fetch #2 429 at 100ms: 7s, asked for 7s",
                "fetch #3 503 at 7.1s: 400ms",
            ],
            given_up("fetch #4 503 at 7.5s: no attempts left"),
        ),
        waits: millis([100, 7000, 400]),
        available: 467.0,
    });
}

#[test]
fn a_run_whose_callee_asks_for_too_long_a_wait() {
    let reason = "asked to wait 3600s, more than the limit of 60s, asked for 3600s";
    assert_same_everywhere(&Scenario {
        policy: POLICY,
        answers: vec![BUSY, BUSY_FOR_AN_HOUR],
        lines: lines(
            &["fetch #1 503 at 0ns: 100ms"],
            given_up(&format!("fetch #2 503 at 100ms: {reason}")),
        ),
        waits: millis([100]),
        available: 486.0,
    });
}

#[test]
fn a_run_to_which_its_deadline_leaves_no_time() {
    assert_same_everywhere(&Scenario {
        policy: POLICY.deadline(Duration::from_millis(300)),
        answers: vec![BUSY, BUSY],
        lines: lines(
            &["fetch #1 503 at 0ns: 100ms"],
            given_up("fetch #2 503 at 100ms: deadline reached"),
        ),
        waits: millis([100]),
        available: 486.0,
    });
}

#[test]
fn a_run_with_a_seed() {
    let policy = POLICY.jitter(Jitter::Full).seed(7);
    let mut elapsed = Duration::ZERO;
    let mut retries = Vec::new();
    for (number, delay) in policy.delays().enumerate() {
        let attempt = number + 1;
        retries.push(format!("fetch #{attempt} 503 at {elapsed:?}: {delay:?}"));
        elapsed += delay;
    }
    let retries: Vec<_> = retries.iter().map(String::as_str).collect();
    assert_same_everywhere(&Scenario {
        policy,
        answers: vec![BUSY; 4],
        lines: lines(
            &retries,
            given_up(&format!("fetch #4 503 at {elapsed:?}: no attempts left")),
        ),
        waits: policy.delays().collect(),
        available: 458.0,
    });
}

#[test]
fn a_run_that_empties_the_budget() {
    let second = Policy::new()
        .attempts(100)
        .backoff(Backoff::constant(SECOND))
        .jitter(Jitter::None);
    let retries = (1..=35).map(|attempt| {
        let elapsed = Duration::from_secs(attempt - 1);
        format!("retry fetch #{attempt} 503 at {elapsed:?}: 1s")
    });
    assert_same_everywhere(&Scenario {
        policy: second,
        answers: vec![BUSY; 36],
        lines: retries
            .chain(given_up("fetch #36 503 at 35s: retry budget empty"))
            .collect(),
        waits: vec![SECOND; 35],
        available: 10.0,
    });
}
