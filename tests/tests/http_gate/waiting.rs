//! Calls that wait at a gate, and results that close it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use http::{Method, Response};
use retry_core::{
    Jitter, Policy,
    http::{Gate, HttpError, HttpPolicy, check},
    retry,
    testing::{ManualClock, no_waits},
    time::{BlockingTimer, Clock, DefaultTimer},
};
use retry_tests::{SECOND, ZERO, response, secs};

/// A timer that closes a gate again during each wait.
struct ClosingTimer<'g> {
    gate: &'g Gate,
    clock: ManualClock,
    by: Duration,
}

impl Clock for ClosingTimer<'_> {
    fn now(&self) -> Duration {
        self.clock.now()
    }

    fn entropy(&self) -> u64 {
        0
    }
}

impl BlockingTimer for ClosingTimer<'_> {
    fn block(&self, delay: Duration) {
        self.gate.close(delay + self.by, self);
        self.clock.block(delay);
    }
}

#[test]
fn a_call_waits_again_when_the_gate_closed_again_but_not_forever() {
    let gate = Gate::new();
    let (clock, by) = (ManualClock::new(), 20 * SECOND);
    let closing = ClosingTimer {
        gate: &gate,
        clock: clock.clone(),
        by,
    };
    gate.close(10 * SECOND, &closing);
    gate.block_with(&closing);
    // With another 20 s it would be 70 s, more than the default limit of a minute.
    assert_eq!(clock.waits(), secs([10, 20, 20]));
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_after_a_429_are_held_and_spread() {
    let gate = Arc::new(Gate::new());
    gate.learn(&response(429, &[("retry-after", "30")]));
    let start = tokio::time::Instant::now();
    let calls: Vec<_> = (0..1000)
        .map(|_| {
            let gate = Arc::clone(&gate);
            tokio::spawn(async move {
                gate.wait().await;
                start.elapsed()
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
async fn after_a_429_other_calls_are_held_and_none_fails() {
    static GATE: Gate = Gate::new();
    const POLICY: Policy = Policy::new().jitter(Jitter::None);
    const HTTP: HttpPolicy = HttpPolicy::new().policy(POLICY);

    /// Grants ten calls in the first 30 s.
    struct Server {
        start: tokio::time::Instant,
        calls: AtomicU64,
    }

    impl Server {
        fn get(&self) -> Result<Response<()>, std::io::Error> {
            let is_refused =
                self.start.elapsed() < 30 * SECOND && self.calls.fetch_add(1, SeqCst) >= 10;
            Ok(if is_refused {
                response(429, &[("retry-after", "30")])
            } else {
                response(200, &[])
            })
        }
    }

    let server = Arc::new(Server {
        start: tokio::time::Instant::now(),
        calls: AtomicU64::new(0),
    });
    let call = |server: Arc<Server>| async move {
        retry(|| async {
            GATE.wait().await;
            server.get()
        })
        .policy(POLICY)
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
fn a_gate_learns_from_errors_that_kept_their_response() {
    const HTTP: HttpPolicy = HttpPolicy::new();
    let gate = Gate::new();
    let refused = || -> Result<(), Box<dyn std::error::Error>> {
        check(response(429, &[("retry-after", "3600")]))?;
        Ok(())
    };
    let gate_of_hours = Gate::new().max_wait(7200 * SECOND);
    for gate in [&gate, &gate_of_hours] {
        let result = retry(refused)
            .on(gate.learning_from_errors(HTTP.call(Method::GET).errors()))
            .call();
        let error = result.expect_err("refused");
        assert!(error.downcast_ref::<HttpError>().is_some());
    }
    assert_eq!(
        gate.delay(&DefaultTimer, ZERO),
        None,
        "an hour is above the default limit"
    );
    assert!(gate_of_hours.delay(&DefaultTimer, ZERO).is_some());
}

#[tokio::test(start_paused = true)]
async fn no_waits_takes_out_the_waits_at_a_gate() {
    let (gate, clock) = (Gate::new(), ManualClock::new());
    gate.close(60 * SECOND, &clock);
    let guard = no_waits();
    gate.block_with(&clock);
    gate.wait_with(&clock).await;
    assert_eq!(clock.waits(), []);
    drop(guard);
    gate.block_with(&clock);
    assert_eq!(clock.waits().len(), 1, "the guard alone held the gate open");

    let gate = Gate::new();
    gate.close(60 * SECOND, &DefaultTimer);
    let _guard = no_waits();
    assert_eq!(gate.delay(&DefaultTimer, ZERO), None);
    gate.block();
    let start = tokio::time::Instant::now();
    gate.wait().await;
    assert_eq!(start.elapsed(), ZERO);
}
