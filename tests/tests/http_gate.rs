//! The gate before a server that limits its callers: what closes it, for how long, and for whom.

use std::{
    ops::ControlFlow,
    sync::{
        Arc, Barrier,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    thread,
    time::{Duration, SystemTime},
};

use http::{HeaderMap, HeaderName, Method, Response, StatusCode};
use proptest::prelude::*;
use retry_core::{
    Jitter, Policy,
    http::{Answer, Gate, HttpError, HttpPolicy, HttpReport, HttpRetry, check},
    retry,
    testing::{ManualClock, no_waits},
    time::{BlockingTimer, Clock, DefaultTimer},
};
use retry_tests::secs;

const SECOND: Duration = Duration::from_secs(1);
const ZERO: Duration = Duration::ZERO;

/// A clock that stands where the test puts it and draws what the test says.
#[derive(Debug, Default)]
struct Fixed {
    nanos: AtomicU64,
    entropy: u64,
}

impl Fixed {
    fn at(nanos: u64) -> Self {
        let nanos = AtomicU64::new(nanos);
        Self { nanos, entropy: 0 }
    }

    fn drawing(entropy: u64) -> Self {
        Self {
            entropy,
            ..Self::default()
        }
    }

    fn advance(&self, by: Duration) {
        self.nanos
            .fetch_add(by.as_nanos().try_into().expect("years"), SeqCst);
    }
}

impl Clock for Fixed {
    fn now(&self) -> Duration {
        Duration::from_nanos(self.nanos.load(SeqCst))
    }

    fn entropy(&self) -> u64 {
        self.entropy
    }
}

impl BlockingTimer for Fixed {
    fn block(&self, delay: Duration) {
        self.advance(delay);
    }
}

/// A clock that nobody may look at.
struct Untouched;

impl Clock for Untouched {
    fn now(&self) -> Duration {
        panic!("the clock was read")
    }

    fn entropy(&self) -> u64 {
        panic!("a random number was drawn")
    }
}

fn answer(status: u16, lines: &[(&str, &str)]) -> Answer {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        let name: HeaderName = name.parse().expect("a name");
        headers.append(name, value.parse().expect("a value"));
    }
    let status = StatusCode::from_u16(status).expect("a status");
    Answer::at(status, &headers, SystemTime::UNIX_EPOCH)
}

/// Status, header lines, and the seconds for which they close it.
type Row<'a> = (u16, &'a [(&'a str, &'a str)], Option<u64>);

#[test]
fn an_answer_closes_the_gate_for_what_it_asks() {
    let used_up = ("ratelimit", r#""minute";r=0;t=30"#);
    let left = ("ratelimit", r#""minute";r=1;t=30"#);
    let none = ("x-ratelimit-remaining", "0");
    let reset = ("x-ratelimit-reset", "20");
    let after = ("retry-after", "7");
    let rows: &[Row<'_>] = &[
        (429, &[after], Some(7)),
        (429, &[after, used_up], Some(7)),
        (429, &[used_up], Some(30)),
        (429, &[("ratelimit-reset", "15")], Some(15)),
        (429, &[reset], Some(20)),
        (429, &[], Some(1)),
        (429, &[("retry-after", "soon")], Some(1)),
        (429, &[left], Some(1)),
        (503, &[after], Some(7)),
        (503, &[used_up], Some(30)),
        (503, &[], None),
        (500, &[after], None),
        (200, &[], None),
        (200, &[used_up], Some(30)),
        (200, &[left], None),
        (200, &[none, reset], Some(20)),
        (200, &[none], None),
        (200, &[reset], None),
        (
            200,
            &[("ratelimit-remaining", "0"), ("ratelimit-reset", "15")],
            Some(15),
        ),
        // `Retry-After` of a job that is not done says nothing of other calls.
        (202, &[after], None),
        (202, &[after, used_up], Some(30)),
        (404, &[used_up], Some(30)),
    ];
    for (status, lines, closed) in rows {
        let (gate, clock) = (Gate::new(), Fixed::default());
        gate.learn_at(&answer(*status, lines), &clock);
        let expected = closed.map(Duration::from_secs);
        assert_eq!(gate.delay(&clock, ZERO), expected, "{status} {lines:?}");
    }
}

#[test]
fn it_is_closed_to_the_last_moment_and_then_open() {
    let (gate, clock) = (Gate::new(), Fixed::default());
    gate.close(30 * SECOND, &clock);
    assert_eq!(gate.delay(&clock, ZERO), Some(30 * SECOND));
    clock.advance(20 * SECOND);
    assert_eq!(gate.delay(&clock, ZERO), Some(10 * SECOND));
    let last = Duration::from_nanos(1);
    clock.advance(10 * SECOND - last);
    assert_eq!(gate.delay(&clock, ZERO), Some(last));
    clock.advance(last);
    assert_eq!(gate.delay(&clock, ZERO), None);
}

#[test]
fn an_open_gate_reads_no_clock() {
    let (gate, clock) = (Gate::new(), Fixed::default());
    assert_eq!(gate.delay(&Untouched, ZERO), None);
    gate.learn_at(
        &answer(200, &[("ratelimit", r#""m";r=9;t=30"#)]),
        &Untouched,
    );

    gate.close(SECOND, &clock);
    clock.advance(SECOND);
    assert_eq!(
        gate.delay(&clock, ZERO),
        None,
        "this call sees that it is open again"
    );
    assert_eq!(
        gate.delay(&Untouched, ZERO),
        None,
        "and the next ones need not look"
    );
}

#[test]
fn it_opens_with_the_latest_that_was_asked() {
    let (gate, clock) = (Gate::new(), Fixed::default());
    for asked in [5, 30, 10] {
        gate.close(Duration::from_secs(asked), &clock);
    }
    assert_eq!(gate.delay(&clock, ZERO), Some(30 * SECOND));
    clock.advance(25 * SECOND);
    gate.close(10 * SECOND, &clock);
    assert_eq!(
        gate.delay(&clock, ZERO),
        Some(10 * SECOND),
        "later than before"
    );
}

#[test]
fn concurrent_learners_keep_the_latest() {
    for round in 0..50 {
        let learners = 8;
        let (gate, clock) = (Gate::new(), Fixed::at(round));
        let start = Barrier::new(learners);
        thread::scope(|scope| {
            for learner in 1..=learners as u64 {
                let (gate, clock, start) = (&gate, &clock, &start);
                scope.spawn(move || {
                    start.wait();
                    for asked in 1..=40 {
                        let asked = (asked * learner + round) % 59 + 1;
                        gate.close(Duration::from_secs(asked), clock);
                        let delay = gate.delay(clock, ZERO).expect("it is closed");
                        assert!(delay >= Duration::from_secs(asked));
                    }
                    gate.close(Duration::from_secs(50 + learner), clock);
                });
            }
        });
        let delay = gate.delay(&clock, ZERO).expect("it is closed");
        assert!(
            delay >= Duration::from_secs(58) && delay < Duration::from_secs(60),
            "{delay:?}"
        );
    }
}

#[test]
fn what_is_above_the_limit_does_not_close_it() {
    // A moment at which the opening has to be rounded.
    let clock = Fixed::at(1);
    let gate = Gate::new().max_wait(10 * SECOND);
    gate.close(10 * SECOND + Duration::from_nanos(1), &clock);
    gate.close(Duration::MAX, &clock);
    assert_eq!(gate.delay(&clock, ZERO), None);

    gate.close(10 * SECOND, &clock);
    let delay = gate
        .delay(&clock, ZERO)
        .expect("the limit itself is kept to");
    assert!(delay >= 10 * SECOND && delay < 10 * SECOND + Duration::from_micros(1));
}

#[test]
fn without_a_hint_it_closes_for_as_long_as_it_was_told_to() {
    let clock = Fixed::default();
    let gate = Gate::new().unhinted(5 * SECOND);
    gate.learn_at(&answer(429, &[]), &clock);
    assert_eq!(gate.delay(&clock, ZERO), Some(5 * SECOND));

    let gate = Gate::new().unhinted(5 * SECOND).max_wait(3 * SECOND);
    gate.learn_at(&answer(429, &[]), &clock);
    assert_eq!(gate.delay(&clock, ZERO), Some(3 * SECOND));

    let gate = Gate::new().unhinted(ZERO);
    gate.learn_at(&answer(429, &[]), &clock);
    assert_eq!(gate.delay(&clock, ZERO), None);
}

/// A timer on which a gate closes anew during each wait.
struct Closing<'g> {
    gate: &'g Gate,
    clock: ManualClock,
    by: Duration,
}

impl Clock for Closing<'_> {
    fn now(&self) -> Duration {
        self.clock.now()
    }

    fn entropy(&self) -> u64 {
        0
    }
}

impl BlockingTimer for Closing<'_> {
    fn block(&self, delay: Duration) {
        self.gate.close(delay + self.by, self);
        self.clock.block(delay);
    }
}

#[test]
fn a_call_waits_again_when_the_gate_closed_anew_but_not_for_ever() {
    let gate = Gate::new();
    let (clock, by) = (ManualClock::new(), 20 * SECOND);
    let closing = Closing {
        gate: &gate,
        clock: clock.clone(),
        by,
    };
    gate.close(10 * SECOND, &closing);
    gate.block_with(&closing);
    // Another 20 s would make 70.
    assert_eq!(clock.waits(), secs([10, 20, 20]));
}

#[test]
fn held_calls_are_spread_over_a_tenth() {
    let delay = |entropy| {
        let clock = Fixed::drawing(entropy);
        let gate = Gate::new();
        gate.close(30 * SECOND, &clock);
        gate.delay(&clock, ZERO).expect("it is closed")
    };
    assert_eq!(delay(0), 30 * SECOND);
    let window = Duration::from_nanos(1 << 31);
    assert_eq!(delay(u64::MAX), 30 * SECOND + window);
    assert_eq!(delay(1 << 63), 30 * SECOND + window / 2);
}

#[test]
fn a_late_call_is_not_held_for_longer_than_was_left() {
    let clock = Fixed::drawing(u64::MAX);
    let gate = Gate::new();
    gate.close(30 * SECOND, &clock);
    clock.advance(30 * SECOND - Duration::from_millis(1));
    assert_eq!(gate.delay(&clock, ZERO), Some(Duration::from_millis(2)));
}

proptest! {
    #[test]
    fn never_earlier_than_asked_and_never_without_bound(
        now in any::<u64>(), asked in any::<u64>(), entropy in any::<u64>(), limit in any::<u64>(),
    ) {
        // The end of time is 584 years away.
        let now = now >> 1;
        let (asked, limit) = (Duration::from_nanos(asked >> 2), Duration::from_nanos(limit >> 2));
        let clock = Fixed { nanos: AtomicU64::new(now), entropy };
        let gate = Gate::new().max_wait(limit);
        gate.close(asked, &clock);
        match gate.delay(&clock, ZERO) {
            Some(delay) => {
                prop_assert!(delay >= asked && asked <= limit);
                prop_assert!(delay <= asked + asked / 10 + Duration::from_nanos(64 + 1));
            }
            None => prop_assert!(asked > limit || asked.is_zero()),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_after_a_429_are_all_held() {
    let gate = Arc::new(Gate::new());
    let refusal = Response::builder().status(429).header("retry-after", "30");
    gate.learn(&refusal.body(()).expect("a response"));
    let began = tokio::time::Instant::now();
    let calls: Vec<_> = (0..1000)
        .map(|_| {
            let gate = Arc::clone(&gate);
            tokio::spawn(async move {
                gate.wait().await;
                began.elapsed()
            })
        })
        .collect();
    let mut returned = Vec::new();
    for call in calls {
        returned.push(call.await.expect("no panic"));
    }
    returned.sort();
    assert!(returned[0] >= 30 * SECOND, "{:?}", returned[0]);
    assert!(returned[999] <= 33 * SECOND, "{:?}", returned[999]);
    returned.dedup();
    assert!(
        returned.len() > 500,
        "tokio counts in milliseconds: {}",
        returned.len()
    );
}

#[tokio::test(start_paused = true)]
async fn the_calls_of_others_are_held_and_none_fails() {
    static GATE: Gate = Gate::new();
    const HTTP: HttpPolicy = HttpPolicy::new().policy(Policy::new().jitter(Jitter::None));

    /// Ten calls in 30 s, by the clock of the test.
    struct Server {
        began: tokio::time::Instant,
        calls: AtomicU64,
    }

    impl Server {
        fn get(&self) -> Result<Response<()>, std::io::Error> {
            let is_refused =
                self.began.elapsed() < 30 * SECOND && self.calls.fetch_add(1, SeqCst) >= 10;
            let response = if is_refused {
                Response::builder().status(429).header("retry-after", "30")
            } else {
                Response::builder().status(200)
            };
            Ok(response.body(()).expect("a response"))
        }
    }

    let server = Arc::new(Server {
        began: tokio::time::Instant::now(),
        calls: AtomicU64::new(0),
    });
    let call = |server: Arc<Server>| async move {
        retry(|| async {
            GATE.wait().await;
            server.get()
        })
        .policy(&HTTP)
        .on_outcome(GATE.learning(HTTP.call(Method::GET).judge()))
        .report()
        .await
    };
    for number in 1..=40 {
        let report = call(Arc::clone(&server)).await;
        assert_eq!(report.outcome.expect("a response").status(), 200);
        assert_eq!(
            report.attempts,
            if number == 11 { 2 } else { 1 },
            "{number}"
        );
    }
}

#[test]
fn errors_that_kept_their_answer_are_learnt_from() {
    const HTTP: HttpPolicy = HttpPolicy::new();
    let gate = Gate::new();
    let refused = || -> Result<(), Box<dyn std::error::Error>> {
        let response = Response::builder()
            .status(429)
            .header("retry-after", "3600");
        check(response.body(())?)?;
        Ok(())
    };
    let gate_of_hours = Gate::new().max_wait(7200 * SECOND);
    for gate in [&gate, &gate_of_hours] {
        let result = retry(refused)
            .policy(&HTTP)
            .on(gate.learning_from_errors(HTTP.call(Method::GET).errors()))
            .call();
        let error = result.expect_err("refused");
        assert!(error.downcast_ref::<HttpError>().is_some());
    }
    assert_eq!(
        gate.delay(&DefaultTimer, ZERO),
        None,
        "an hour is above its limit"
    );
    assert!(gate_of_hours.delay(&DefaultTimer, ZERO).is_some());
}

#[tokio::test]
async fn tests_that_take_the_waits_out_take_these_out_too() {
    let gate = Gate::new();
    gate.close(60 * SECOND, &DefaultTimer);
    let _guard = no_waits();
    gate.block();
    gate.wait().await;
}

/// One request that is answered so each time it is sent; the report, and the waits at the gate.
fn exchange(
    retry: &HttpRetry<ManualClock>,
    url: &str,
    answers: &[(u16, &str)],
) -> (HttpReport, Vec<Duration>) {
    let mut request = http::Request::get(url).body(()).expect("a request");
    let mut exchange = retry.begin(&mut request, None).expect("it is mounted");
    let mut held = Vec::new();
    for (status, retry_after) in answers {
        while let Some(pause) = exchange.before() {
            held.push(pause.delay());
            pause.block();
        }
        let response = Response::builder()
            .status(*status)
            .header("retry-after", *retry_after);
        match exchange.answered(&response.body(()).expect("a response")) {
            ControlFlow::Continue(pause) => pause.block(),
            ControlFlow::Break(report) => return (report, held),
        }
    }
    panic!("more answers were wanted")
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

    // The pause of the request that was refused itself is all that it waits.
    let retry = HttpRetry::new(HttpPolicy::new().policy(policy))
        .gate("", Gate::new())
        // From zero on: an opening at an odd moment is up to 63 ns later.
        .timer(ManualClock::new());
    let (report, held) = exchange(&retry, "/", &[(429, "30"), (429, "40"), (200, "")]);
    assert_eq!((report.waited, held), (70 * SECOND, vec![]));
    // A backoff that is shorter than what a gate holds is made up for.
    let (_, held) = exchange(&retry, "/", &[(429, ""), (200, "")]);
    assert_eq!(held.len(), 1);
    assert!(
        held[0] >= 900 * SECOND / 1000 && held[0] <= SECOND,
        "{held:?}"
    );
}

#[test]
fn a_gate_holds_nothing_up_to_the_deadline() {
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
