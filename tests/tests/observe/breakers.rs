//! What breakers say when their state changes.

use std::time::Duration;

use retry_core::{Breaker, Jitter, Policy, retry, testing::ManualClock};
use retry_tests::{logged, recorded};

const POLICY: Policy = Policy::new().attempts(4).jitter(Jitter::None);

/// The second failure opens it, the probe fails, and the second probe closes it.
fn outage(breaker: &Breaker) {
    let mut calls = 0;
    let result = retry(|| {
        calls += 1;
        if calls < 4 { None } else { Some(()) }
    })
    .policy(POLICY)
    .breaker(breaker)
    .timer(ManualClock::new())
    .call();
    assert_eq!(result, Some(()));
}

#[test]
fn each_transition_is_an_event_and_a_warning_where_it_refuses() {
    let breaker = Breaker::consecutive(2).named("search");
    let mut lines = logged(|| {
        outage(&breaker);
        breaker.isolate();
        breaker.reset();
    });
    lines.retain(|line| line.contains("circuit breaker"));
    let line = |level, from, to| {
        format!(
            "{level} retry: circuit breaker changed retry.breaker=\"search\" from=\"{from}\" to=\"{to}\""
        )
    };
    assert_eq!(
        lines,
        [
            line("WARN", "closed", "open"),
            line("DEBUG", "open", "half_open"),
            line("WARN", "half_open", "open"),
            line("DEBUG", "open", "half_open"),
            line("DEBUG", "half_open", "closed"),
            line("WARN", "closed", "isolated"),
            line("DEBUG", "isolated", "closed"),
        ]
    );
}

#[test]
fn the_event_of_a_run_that_it_stops_has_its_reason() {
    let breaker = Breaker::consecutive(1).open_for(Duration::from_secs(600));
    let lines = logged(|| {
        let run = retry(|| None::<()>).policy(POLICY).breaker(&breaker);
        assert_eq!(run.timer(ManualClock::new()).call(), None);
    });
    assert_eq!(
        lines,
        [
            "WARN retry: circuit breaker changed from=\"closed\" to=\"open\"",
            "WARN retry: gave up retry.attempt=1 retry.stop=circuit breaker open",
        ]
    );
}

#[test]
fn a_named_one_has_a_gauge_and_counts_its_transitions() {
    let breaker = Breaker::consecutive(2).named("search");
    let mut lines = recorded(|| outage(&breaker));
    lines.retain(|line| line.starts_with("retry.breaker"));
    assert_eq!(
        lines,
        [
            "retry.breaker.state{name=search} count gauge 0",
            "retry.breaker.transitions{name=search,to=closed} count counter 1",
            "retry.breaker.transitions{name=search,to=half_open} count counter 2",
            "retry.breaker.transitions{name=search,to=open} count counter 2",
        ]
    );
    for (change, level) in [(Breaker::isolate as fn(&Breaker), 3), (Breaker::reset, 0)] {
        let lines = recorded(|| change(&breaker));
        assert_eq!(
            lines[0],
            format!("retry.breaker.state{{name=search}} count gauge {level}")
        );
    }
}

#[test]
fn one_without_a_name_records_nothing_of_its_own() {
    let lines = recorded(|| outage(&Breaker::consecutive(2)));
    assert!(lines.iter().all(|line| !line.contains("retry.breaker")));
    let stops = "retry.stops{reason=breaker_open} count counter 1";
    let breaker = Breaker::consecutive(1);
    breaker.isolate();
    let lines = recorded(|| {
        let _ = retry(|| Some(())).breaker(&breaker).call();
    });
    assert!(lines.contains(&stops.to_owned()), "{lines:?}");
}
