//! The same scenario in every form of run: the same events with the same waits, the same metrics, and the same
//! tokens left in the budget.

mod forms;
mod http_forms;
mod play;
mod scenario;
mod tower_forms;

use std::time::Duration;

use retry_core::{Backoff, Jitter, Policy};
use retry_tests::{SECOND, millis};

use crate::{play::Answer, scenario::Scenario};

const POLICY: Policy = Policy::new()
    .attempts(4)
    .backoff(Backoff::exponential(Duration::from_millis(100)))
    .jitter(Jitter::None);

const OK: Answer = Answer::new(200);
const BUSY: Answer = Answer::new(503);
const THROTTLED: Answer = Answer::asks(429, 7, &"retry-after: 7");
const BUSY_FOR_AN_HOUR: Answer = Answer::asks(503, 3600, &"retry-after: 3600");

/// The lines of both hooks at the end of a failed run.
fn given_up(line: &str) -> [String; 2] {
    ["stop", "end"].map(|hook| format!("{hook} {line}"))
}

const WILL_RETRY: &str = "DEBUG retry: will retry retry.name=\"fetch\" retry.attempt";
const GAVE_UP: &str = "WARN retry: gave up retry.name=\"fetch\" retry.attempt";
const RECOVERED: &str = "DEBUG retry: recovered retry.name=\"fetch\" retry.attempt";

/// The events of `tracing` for these retries and this end.
fn events<S: AsRef<str>>(retries: &[S], end: &str) -> Vec<String> {
    let retries = retries.iter().map(AsRef::as_ref);
    let mut events: Vec<_> = retries
        .map(|fields| format!("{WILL_RETRY}={fields}"))
        .collect();
    events.push(end.to_owned());
    events
}

/// The metrics of a run with these delays in seconds.
fn metrics(available: u32, delays: &[f64], reason: &str) -> Vec<String> {
    let retries = delays.len();
    vec![
        format!("retry.budget.available{{name=upstream}} count gauge {available}"),
        format!("retry.run.delay{{name=fetch}} seconds histogram {delays:?}"),
        format!("retry.run.retries{{name=fetch}} count histogram [{retries}.0]"),
        format!("retry.stops{{name=fetch,reason={reason}}} count counter 1"),
    ]
}

fn lines(retries: &[&str], end: impl IntoIterator<Item = String>) -> Vec<String> {
    let retries = retries.iter().map(|line| format!("retry {line}"));
    retries.chain(end).collect()
}

#[test]
fn a_run_that_succeeds_at_once() {
    let scenario = Scenario {
        policy: POLICY,
        answers: vec![OK],
        lines: lines(&[], ["end fetch #1 200 at 0ns: accepted".to_owned()]),
        events: vec![],
        metrics: vec![],
        waits: vec![],
        available: 500.0,
    };
    scenario.assert_same_everywhere();
}

#[test]
fn a_run_that_fails_twice_is_throttled_once_and_recovers() {
    let scenario = Scenario {
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
        events: events(
            &[
                "1 retry.delay=0.1 s",
                "2 retry.delay=0.2 s",
                "3 retry.delay=7 s retry.hint=7 s",
            ],
            &format!("{RECOVERED}=4"),
        ),
        metrics: metrics(472, &[0.1, 0.2, 7.0], "accepted"),
        waits: millis([100, 200, 7000]),
        // 14, 14 and 5, of which the success gives back the last.
        available: 472.0,
    };
    scenario.assert_same_everywhere();
}

#[test]
fn a_run_that_gives_up() {
    let scenario = Scenario {
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
        events: events(
            &[
                "1 retry.delay=0.1 s",
                "2 retry.delay=7 s retry.hint=7 s",
                "3 retry.delay=0.4 s",
            ],
            &format!("{GAVE_UP}=4 retry.stop=no attempts left"),
        ),
        metrics: metrics(467, &[0.1, 7.0, 0.4], "attempts"),
        waits: millis([100, 7000, 400]),
        available: 467.0,
    };
    scenario.assert_same_everywhere();
}

#[test]
fn a_run_whose_callee_asks_for_too_long_a_wait() {
    let reason = "asked to wait 3600s, more than the limit of 60s, asked for 3600s";
    let scenario = Scenario {
        policy: POLICY,
        answers: vec![BUSY, BUSY_FOR_AN_HOUR],
        lines: lines(
            &["fetch #1 503 at 0ns: 100ms"],
            given_up(&format!("fetch #2 503 at 100ms: {reason}")),
        ),
        events: events(
            &["1 retry.delay=0.1 s"],
            &format!(
                "{GAVE_UP}=2 retry.hint=3600 s retry.stop=asked to wait 3600s, more than the limit of 60s"
            ),
        ),
        metrics: metrics(486, &[0.1], "hint_too_long"),
        waits: millis([100]),
        available: 486.0,
    };
    scenario.assert_same_everywhere();
}

#[test]
fn a_run_to_which_its_deadline_leaves_no_time() {
    let scenario = Scenario {
        policy: POLICY.deadline(Duration::from_millis(300)),
        answers: vec![BUSY, BUSY],
        lines: lines(
            &["fetch #1 503 at 0ns: 100ms"],
            given_up("fetch #2 503 at 100ms: deadline reached"),
        ),
        events: events(
            &["1 retry.delay=0.1 s"],
            &format!("{GAVE_UP}=2 retry.stop=deadline reached"),
        ),
        metrics: metrics(486, &[0.1], "deadline"),
        waits: millis([100]),
        available: 486.0,
    };
    scenario.assert_same_everywhere();
}

#[test]
fn a_run_with_a_seed() {
    let policy = POLICY.jitter(Jitter::Full).seed(7);
    let mut elapsed = Duration::ZERO;
    let mut retries = Vec::new();
    let mut fields = Vec::new();
    for (number, delay) in policy.delays().enumerate() {
        let attempt = number + 1;
        retries.push(format!("fetch #{attempt} 503 at {elapsed:?}: {delay:?}"));
        let seconds = delay.as_secs_f64();
        fields.push(format!("{attempt} retry.delay={seconds} s"));
        elapsed += delay;
    }
    let retries: Vec<_> = retries.iter().map(String::as_str).collect();
    let delays: Vec<_> = policy.delays().map(|delay| delay.as_secs_f64()).collect();
    let scenario = Scenario {
        policy,
        answers: vec![BUSY; 4],
        lines: lines(
            &retries,
            given_up(&format!("fetch #4 503 at {elapsed:?}: no attempts left")),
        ),
        events: events(&fields, &format!("{GAVE_UP}=4 retry.stop=no attempts left")),
        metrics: metrics(458, &delays, "attempts"),
        waits: policy.delays().collect(),
        available: 458.0,
    };
    scenario.assert_same_everywhere();
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
    let fields: Vec<_> = (1..=35)
        .map(|attempt| format!("{attempt} retry.delay=1 s"))
        .collect();
    let scenario = Scenario {
        policy: second,
        answers: vec![BUSY; 36],
        lines: retries
            .chain(given_up("fetch #36 503 at 35s: retry budget empty"))
            .collect(),
        events: events(
            &fields,
            &format!("{GAVE_UP}=36 retry.stop=retry budget empty"),
        ),
        metrics: metrics(10, &[1.0; 35], "budget"),
        waits: vec![SECOND; 35],
        available: 10.0,
    };
    scenario.assert_same_everywhere();
}

#[cfg(feature = "metrics")]
#[test]
fn on_request_the_duration_of_a_success_at_once() {
    let scenario = Scenario {
        policy: POLICY.record_duration(),
        answers: vec![OK],
        lines: lines(&[], ["end fetch #1 200 at 0ns: accepted".to_owned()]),
        events: vec![],
        metrics: vec![
            "retry.run.duration{name=fetch,outcome=ok_first} seconds histogram [0.0]".to_owned(),
        ],
        waits: vec![],
        available: 500.0,
    };
    scenario.assert_same_everywhere();
}

#[cfg(feature = "metrics")]
#[test]
fn on_request_the_duration_of_a_run_that_gives_up() {
    let mut metrics = metrics(486, &[0.1], "attempts");
    let duration = "retry.run.duration{name=fetch,outcome=failed_retried} seconds histogram [0.1]";
    metrics.insert(2, duration.to_owned());
    let scenario = Scenario {
        policy: POLICY.attempts(2).record_duration(),
        answers: vec![BUSY; 2],
        lines: lines(
            &["fetch #1 503 at 0ns: 100ms"],
            given_up("fetch #2 503 at 100ms: no attempts left"),
        ),
        events: events(
            &["1 retry.delay=0.1 s"],
            &format!("{GAVE_UP}=2 retry.stop=no attempts left"),
        ),
        metrics,
        waits: millis([100]),
        available: 486.0,
    };
    scenario.assert_same_everywhere();
}
