//! Gates in front of the URLs of a client.

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use retry_core::{
    Backoff, Jitter, Policy, StopReason,
    http::{Gate, HttpPolicy, HttpReport, HttpRetry},
    testing::ManualClock,
};
use retry_tests::{SECOND, ZERO, response};

/// One request whose attempts get these responses: the report, and the waits at the gate.
fn exchange(
    retry: &HttpRetry<ManualClock>,
    url: &str,
    answers: &[(u16, &str)],
) -> (HttpReport, Vec<Duration>) {
    let mut request = http::Request::get(url).body(()).expect("a request");
    let mut exchange = retry.begin(&mut request, None).expect("it is mounted");
    let mut held = Vec::new();
    for (code, retry_after) in answers {
        while let Some(pause) = exchange.before() {
            held.push(pause.delay());
            pause.block();
        }
        match exchange.answered(&response(*code, &[("retry-after", retry_after)])) {
            ControlFlow::Continue(pause) => pause.block(),
            ControlFlow::Break(report) => return (report, held),
        }
    }
    panic!("more attempts than responses")
}

#[test]
fn a_gate_holds_every_attempt_of_the_requests_below_its_prefix() {
    let policy = Policy::new().jitter(Jitter::None);
    let clock = ManualClock::new();
    let retry = HttpRetry::new(HttpPolicy::new().policy(policy.attempts(1)))
        .gate("https://api.example.com", Arc::new(Gate::new()))
        .timer(clock.clone());
    let (report, held) = exchange(&retry, "https://api.example.com/a", &[(429, "30")]);
    assert_eq!((report.attempts, held), (1, vec![]));

    let (report, held) = exchange(&retry, "https://other.example.com/", &[(200, "")]);
    assert_eq!((report.waited, held), (ZERO, vec![]));

    let (report, held) = exchange(&retry, "https://api.example.com/b", &[(200, "")]);
    assert_eq!(held.len(), 1);
    assert!(held[0] >= 30 * SECOND && held[0] <= 33 * SECOND, "{held:?}");
    assert_eq!((report.waited, report.elapsed), (held[0], held[0]));

    // The refused request waits for its own hint only, and not at the gate as well.
    let retry = HttpRetry::new(HttpPolicy::new().policy(policy))
        .gate("", Gate::new())
        // A clock that starts at zero, since an opening is rounded up by at most 63 ns.
        .timer(ManualClock::new());
    let (report, held) = exchange(&retry, "/", &[(429, "30"), (429, "40"), (200, "")]);
    assert_eq!((report.waited, held), (70 * SECOND, vec![]));
    // If the backoff is shorter than the gate is closed, the gate holds the attempt for the rest.
    let (_, held) = exchange(&retry, "/", &[(429, ""), (200, "")]);
    assert_eq!(held.len(), 1);
    assert!(
        held[0] >= 900 * SECOND / 1000 && held[0] <= SECOND,
        "{held:?}"
    );
}

#[test]
fn a_gate_holds_no_request_until_its_deadline() {
    static GATE: Gate = Gate::new();
    let clock = ManualClock::new();
    let policy = Policy::new().deadline(10 * SECOND);
    let retry = HttpRetry::new(HttpPolicy::new().policy(policy))
        .gate("", &GATE)
        .timer(clock.clone());
    GATE.close(10 * SECOND, &clock);
    let (report, held) = exchange(&retry, "/", &[(200, "")]);
    assert_eq!((report.elapsed, held), (ZERO, vec![]));
    clock.advance(SECOND);
    let (_, held) = exchange(&retry, "/", &[(200, "")]);
    assert_eq!(held.len(), 1);
}

#[test]
fn each_attempt_is_held_up_to_the_limit_and_no_longer() {
    static GATE: Gate = Gate::new();
    let clock = ManualClock::new();
    let policy = Policy::new()
        .backoff(Backoff::constant(SECOND))
        .jitter(Jitter::None);
    let retry = HttpRetry::new(HttpPolicy::new().policy(policy))
        .gate("", &GATE)
        .timer(clock.clone());
    let mut request = http::Request::get("/").body(()).expect("a request");
    let mut exchange = retry.begin(&mut request, None).expect("it is mounted");
    for attempt in 1..=2 {
        let mut held = 0;
        GATE.close(40 * SECOND, &clock);
        while let Some(pause) = exchange.before() {
            pause.block();
            // With another 40 s it would be more than the limit of a minute.
            GATE.close(40 * SECOND, &clock);
            held += 1;
        }
        assert_eq!(held, 1, "{attempt}");
        clock.advance(60 * SECOND);
        match exchange.answered(&response(503, &[])) {
            ControlFlow::Continue(pause) => pause.block(),
            ControlFlow::Break(report) => panic!("{report:?}"),
        }
    }
}

#[test]
fn time_at_a_gate_earns_no_reset() {
    let gate = Arc::new(Gate::new());
    let clock = ManualClock::new();
    let policy = Policy::new().attempts(2).reset_after(10 * SECOND);
    let policy = policy.deadline(60 * SECOND).jitter(Jitter::None);
    let retry = HttpRetry::new(HttpPolicy::new().policy(policy))
        .gate("", Arc::clone(&gate))
        .timer(clock.clone());
    let mut request = http::Request::get("/").body(()).expect("a request");
    let mut exchange = retry.begin(&mut request, None).expect("it is mounted");
    let mut ends = Vec::new();
    for _ in 1..=2 {
        gate.close(20 * SECOND, &clock);
        while let Some(pause) = exchange.before() {
            pause.block();
        }
        match exchange.answered(&response(503, &[])) {
            ControlFlow::Continue(pause) => pause.block(),
            ControlFlow::Break(report) => ends.push((report.attempts, report.stop)),
        }
    }
    assert_eq!(ends, [(2, StopReason::Attempts)]);
    assert!(
        exchange.attempt().elapsed() >= 40 * SECOND,
        "from the first attempt"
    );
}
