use std::cell::Cell;

use retry_core::{Budget, Policy, retry, testing, testing::ManualClock};
use retry_tests::{EXACT, SECOND, recorded};

use super::{forms::FORMS, server::Server};

/// What each form records, with `NAME` in place of its name.
#[track_caller]
fn assert_each_form_records(server: fn() -> Server, expected: &[&str]) {
    for (name, run) in FORMS {
        let budget = Budget::aws().named("upstream");
        let lines = recorded(|| {
            let _ = run(&server(), &budget);
        });
        let label = format!("name={name}");
        let lines: Vec<_> = lines
            .iter()
            .map(|line| line.replace(&label, "name=NAME"))
            .collect();
        assert_eq!(lines, expected, "{name}");
    }
}

#[test]
fn a_run_that_recovers_records_the_same_in_each_form() {
    assert_each_form_records(
        Server::recovers,
        &[
            // AWS: 500 - 14 - 5, and the success gives back what the last retry took.
            "retry.budget.available{name=upstream} count gauge 486",
            "retry.run.delay{name=NAME} seconds histogram [1.0, 5.0]",
            "retry.run.retries{name=NAME} count histogram [2.0]",
            "retry.stops{name=NAME,reason=accepted} count counter 1",
        ],
    );
}

#[test]
fn a_run_that_gives_up_records_the_same_in_each_form() {
    assert_each_form_records(
        Server::stays_down,
        &[
            "retry.budget.available{name=upstream} count gauge 481",
            "retry.run.delay{name=NAME} seconds histogram [1.0, 5.0]",
            "retry.run.retries{name=NAME} count histogram [2.0]",
            "retry.stops{name=NAME,reason=attempts} count counter 1",
        ],
    );
}

#[test]
fn a_success_at_once_records_nothing() {
    let budget = Budget::aws().named("upstream");
    let lines = recorded(|| {
        let _ = retry(|| Ok::<_, &str>(1))
            .name("fetch")
            .budget(&budget)
            .report()
            .call();
        let _ = retry(|| Ok::<_, &str>(1))
            .budget(&budget)
            .on_end(|_| {})
            .call();
        let _ = retry(|| Ok::<_, &str>(1)).budget(&budget).call();
        Policy::new().start().budget(&budget).accept(1);
    });
    assert_eq!(lines, [""; 0]);
}

#[test]
fn a_run_without_a_name_has_no_label_for_it() {
    let lines = recorded(|| {
        let _ = retry(|| Err::<(), _>("bad")).on(|_| false).call();
    });
    assert_eq!(lines, ["retry.stops{reason=not_retryable} count counter 1"]);
}

#[test]
fn each_run_is_counted() {
    let _guard = testing::no_waits();
    let lines = recorded(|| {
        for attempts in [1, 2, 3] {
            let fail = retry(|| Err::<(), _>("busy")).attempts(attempts);
            let _ = fail
                .backoff(SECOND)
                .jitter(retry_core::Jitter::None)
                .name("fetch")
                .call();
        }
    });
    assert_eq!(
        lines,
        [
            "retry.run.delay{name=fetch} seconds histogram [1.0, 1.0, 2.0]",
            "retry.run.retries{name=fetch} count histogram [1.0, 2.0]",
            "retry.stops{name=fetch,reason=attempts} count counter 3",
        ]
    );
}

#[test]
fn a_success_that_fills_up_a_budget_records_what_is_left() {
    let budget = Budget::aws().named("upstream");
    let _guard = testing::no_waits();
    let _ = retry(|| Err::<(), _>("busy"))
        .attempts(2)
        .budget(&budget)
        .call();
    assert_eq!(budget.available(), 486.0);
    let lines = recorded(|| {
        let _ = retry(|| Ok::<_, &str>(1)).budget(&budget).call();
    });
    assert_eq!(
        lines,
        ["retry.budget.available{name=upstream} count gauge 487"]
    );
}

#[test]
fn a_budget_without_a_name_has_no_gauge() {
    let budget = Budget::aws();
    let _guard = testing::no_waits();
    let lines = recorded(|| {
        let _ = retry(|| Err::<(), _>("busy"))
            .attempts(1)
            .budget(&budget)
            .call();
    });
    assert_eq!(lines, ["retry.stops{reason=attempts} count counter 1"]);
}

#[test]
fn a_pause_that_is_dropped_records_what_the_budget_got_back() {
    let budget = Budget::aws().named("upstream");
    let lines = recorded(|| {
        let mut run = EXACT.start().budget(&budget);
        drop(run.pause("busy"));
    });
    assert_eq!(
        lines,
        [
            "retry.budget.available{name=upstream} count gauge 500",
            "retry.run.delay{} seconds histogram [1.0]",
        ]
    );
}

#[test]
fn a_future_that_is_dropped_while_it_waits_records_what_the_budget_got_back() {
    let budget = Budget::aws().named("upstream");
    let lines = recorded(|| {
        let run = EXACT
            .retry(|| async { Err::<(), _>("busy") })
            .budget(&budget)
            .sleep_with(|_| std::future::pending::<()>());
        let polled = futures_lite::future::poll_once(async { run.await });
        assert!(futures_lite::future::block_on(polled).is_none());
    });
    assert_eq!(
        lines,
        [
            "retry.budget.available{name=upstream} count gauge 500",
            "retry.run.delay{} seconds histogram [1.0]",
        ]
    );
}

#[test]
fn on_request_the_duration_of_each_run_is_recorded_by_its_outcome() {
    const TIMED: Policy = EXACT.attempts(2).record_duration();
    let clock = ManualClock::new();
    let answers = Cell::new(0);
    let lines = recorded(|| {
        let run = |script: &'static [Result<(), &'static str>]| {
            answers.set(0);
            let attempt = || {
                clock.advance(SECOND * 3);
                answers.set(answers.get() + 1);
                script[answers.get() - 1]
            };
            let judge = |error: &&str| *error == "busy";
            let _ = TIMED
                .retry(attempt)
                .on(judge)
                .name("fetch")
                .timer(&clock)
                .call();
        };
        run(&[Ok(())]);
        run(&[Err("busy"), Ok(())]);
        run(&[Err("bad")]);
        run(&[Err("busy"), Err("busy")]);
    });
    let durations: Vec<_> = lines
        .iter()
        .filter(|line| line.starts_with("retry.run.duration"))
        .collect();
    assert_eq!(
        durations,
        [
            "retry.run.duration{name=fetch,outcome=failed_first} seconds histogram [3.0]",
            "retry.run.duration{name=fetch,outcome=failed_retried} seconds histogram [7.0]",
            "retry.run.duration{name=fetch,outcome=ok_first} seconds histogram [3.0]",
            "retry.run.duration{name=fetch,outcome=ok_retried} seconds histogram [7.0]",
        ]
    );
}

#[retry(policy = TIMED, name = "timed", timer = clock)]
async fn timed(clock: &ManualClock) -> Result<(), &'static str> {
    clock.advance(SECOND);
    Ok(())
}

const TIMED: Policy = Policy::new().record_duration();

#[test]
fn an_annotated_function_records_its_duration_too() {
    let lines = recorded(|| {
        let clock = ManualClock::new();
        futures_lite::future::block_on(timed(&clock)).unwrap();
    });
    assert_eq!(
        lines,
        ["retry.run.duration{name=timed,outcome=ok_first} seconds histogram [1.0]"]
    );
}

#[test]
fn a_recorder_that_is_set_up_late_gets_the_descriptions_too() {
    let _guard = testing::no_waits();
    let fail = || {
        let _ = EXACT.retry(|| Err::<(), _>("busy")).call();
    };
    // Nobody listens yet.
    fail();
    assert_eq!(recorded(fail), recorded(fail));
}
