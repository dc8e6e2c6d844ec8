use retry_core::{Budget, Policy, StopReason, retry, testing};
use retry_tests::{SECOND, logged, logged_at};
use tracing::{Level, level_filters::LevelFilter};

use super::{forms::FORMS, server::Server};

static BUDGET: Budget = Budget::aws();

/// The lines of each form, with `NAME` in place of its name.
#[track_caller]
fn assert_each_form_logs(server: fn() -> Server, expected: &[&str]) {
    for (name, run) in FORMS {
        let lines = logged(|| {
            let _ = run(&server(), &BUDGET);
        });
        let quoted = format!("{name:?}");
        let lines: Vec<_> = lines
            .iter()
            .map(|line| line.replace(&quoted, "NAME"))
            .collect();
        assert_eq!(lines, expected, "{name}");
    }
}

#[test]
fn a_run_that_recovers_logs_the_same_in_each_form() {
    assert_each_form_logs(
        Server::recovers,
        &[
            "DEBUG retry: will retry retry.name=NAME retry.attempt=1 retry.delay=1 s \
             error.type=\"observe::server::Refused\" error=busy",
            "DEBUG retry: will retry retry.name=NAME retry.attempt=2 retry.delay=5 s retry.hint=5 s \
             error.type=\"observe::server::Refused\" error=too many calls, wait 5s",
            "DEBUG retry: recovered retry.name=NAME retry.attempt=3",
        ],
    );
}

#[test]
fn a_run_that_gives_up_logs_the_same_in_each_form() {
    assert_each_form_logs(
        Server::stays_down,
        &[
            "DEBUG retry: will retry retry.name=NAME retry.attempt=1 retry.delay=1 s \
             error.type=\"observe::server::Refused\" error=busy",
            "DEBUG retry: will retry retry.name=NAME retry.attempt=2 retry.delay=5 s retry.hint=5 s \
             error.type=\"observe::server::Refused\" error=too many calls, wait 5s",
            "WARN retry: gave up retry.name=NAME retry.attempt=3 retry.stop=no attempts left \
             error.type=\"observe::server::Refused\" error=busy",
        ],
    );
}

#[test]
fn a_success_at_once_logs_nothing() {
    let lines = logged(|| {
        let _ = retry(|| Ok::<_, &str>(1)).name("fetch").report().call();
        let _ = retry(|| Ok::<_, &str>(1))
            .on_end(|_| {})
            .show_error()
            .call();
        Policy::new().start().accept(1);
    });
    assert_eq!(lines, [""; 0]);
}

#[test]
fn a_first_attempt_that_is_the_last_gives_up() {
    let lines = logged(|| {
        let _ = retry(|| Err::<(), _>("bad")).on(|_| false).call();
        let _ = retry(|| None::<()>).attempts(1).call();
    });
    assert_eq!(
        lines,
        [
            "WARN retry: gave up retry.attempt=1 retry.stop=not retryable error.type=\"&str\"",
            "WARN retry: gave up retry.attempt=1 retry.stop=no attempts left",
        ]
    );
}

#[test]
fn a_retry_that_a_slow_hook_takes_back_is_none() {
    let clock = testing::ManualClock::new();
    let lines = logged(|| {
        let _ = retry(|| Err::<(), _>("busy"))
            .deadline(SECOND * 10)
            .on_retry(|_| clock.advance(SECOND * 10))
            .timer(&clock)
            .call();
    });
    assert_eq!(
        lines,
        ["WARN retry: gave up retry.attempt=1 retry.stop=deadline reached error.type=\"&str\""]
    );
}

#[test]
fn a_hint_that_is_too_long_is_in_the_event_of_the_end() {
    let lines = logged(|| {
        let _ = retry(|| Err::<(), _>("busy"))
            .on(|_| retry_core::Verdict::RetryAfter(SECOND * 3600))
            .call();
    });
    assert_eq!(
        lines,
        [
            "WARN retry: gave up retry.attempt=1 retry.hint=3600 s retry.stop=asked to wait 3600s, more than \
             the limit of 60s error.type=\"&str\""
        ]
    );
}

#[test]
fn a_cancelled_wait_gives_up_after_the_retry_was_scheduled() {
    let token = retry_core::CancelToken::new();
    token.cancel();
    let lines = logged(|| {
        let _ = retry(|| Err::<(), _>("busy"))
            .backoff(SECOND)
            .jitter(retry_core::Jitter::None)
            .cancel_on(&token)
            .call();
    });
    assert_eq!(
        lines,
        [
            "DEBUG retry: will retry retry.attempt=1 retry.delay=1 s error.type=\"&str\"",
            "WARN retry: gave up retry.attempt=1 retry.stop=cancelled error.type=\"&str\"",
        ]
    );
}

#[test]
fn a_policy_sets_the_level_of_its_retries_and_of_nothing_else() {
    let _guard = testing::no_waits();
    for level in [
        Level::ERROR,
        Level::WARN,
        Level::INFO,
        Level::DEBUG,
        Level::TRACE,
    ] {
        let policy = Policy::new().attempts(2).retry_level(level);
        let mut answers = [Err("busy"), Ok(1), Err("busy"), Err("busy")].into_iter();
        let lines = logged(|| {
            let mut run = || policy.retry(|| answers.next().unwrap()).call();
            assert!(run().is_ok() && run().is_err());
        });
        let levels: Vec<_> = lines
            .iter()
            .map(|line| line.split(' ').next().unwrap())
            .collect();
        assert_eq!(levels, [level.as_str(), "DEBUG", level.as_str(), "WARN"]);
    }
}

#[test]
fn a_filter_at_warn_shows_only_runs_that_give_up() {
    let _guard = testing::no_waits();
    let lines = logged_at(LevelFilter::WARN, || {
        let _ = retry(|| Err::<(), _>("busy")).name("fetch").call();
    });
    assert_eq!(
        lines,
        [
            "WARN retry: gave up retry.name=\"fetch\" retry.attempt=3 retry.stop=no attempts left \
             error.type=\"&str\""
        ]
    );
}

#[test]
fn the_event_of_the_end_follows_the_hooks() {
    let lines = logged(|| {
        let _ = retry(|| Err::<(), _>("busy"))
            .attempts(1)
            .on_stop(|_| tracing::info!(target: "test", "stopped"))
            .on_end(|_| tracing::info!(target: "test", "ended"))
            .call();
    });
    assert_eq!(
        lines,
        [
            "INFO test: stopped",
            "INFO test: ended",
            "WARN retry: gave up retry.attempt=1 retry.stop=no attempts left error.type=\"&str\"",
        ]
    );
}

#[test]
fn each_reason_has_a_label_of_its_own() {
    let labels = [
        StopReason::Accepted,
        StopReason::NotRetryable,
        StopReason::Attempts,
        StopReason::Deadline,
        StopReason::ScheduleEnded,
        StopReason::Budget,
        StopReason::Nested,
        StopReason::Cancelled,
        StopReason::NotReplayable,
        StopReason::HintTooLong {
            asked: SECOND * 2,
            limit: SECOND,
        },
        StopReason::BreakerOpen {
            retry_after: SECOND,
        },
    ]
    .map(|reason| reason.label());
    assert_eq!(
        labels,
        [
            "accepted",
            "not_retryable",
            "attempts",
            "deadline",
            "schedule_ended",
            "budget",
            "nested",
            "cancelled",
            "not_replayable",
            "hint_too_long",
            "breaker_open",
        ]
    );
}
