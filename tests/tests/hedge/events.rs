//! What hooks and reports say.

use std::{cell::RefCell, future::IntoFuture, time::Duration};

use retry_core::{Attempt, Event, StopReason, retry};

use crate::stage::{
    Answer::{self, After, Busy, Fine},
    Script, Stage, ms,
};

/// An event in short: attempt, outcome, delay, whether it is a hedge, winner, dropped.
type Line = (
    u32,
    Option<Result<u32, Answer>>,
    Option<Duration>,
    bool,
    Option<u32>,
    u32,
);

fn line(event: &Event<'_, Result<u32, Answer>>) -> Line {
    (
        event.attempt(),
        event.outcome().copied(),
        event.delay(),
        event.is_hedge(),
        event.winner(),
        event.dropped(),
    )
}

fn events(script: Script<'_>) -> Vec<Line> {
    let stage = Stage::default();
    let lines = RefCell::new(Vec::new());
    let run = retry(|attempt: Attempt| stage.attempt(script, attempt))
        .attempts(5)
        .on(Answer::verdict)
        .hedge(ms(100))
        .on_retry(|event| {
            assert_eq!(event.elapsed(), stage.clock_time());
            lines.borrow_mut().push(line(event));
        })
        .on_end(|event| lines.borrow_mut().push(line(event)))
        .timer(&stage.clock);
    let _ = stage.play(run.into_future());
    lines.into_inner()
}

impl Stage {
    fn clock_time(&self) -> Duration {
        retry_core::time::Clock::now(&self.clock)
    }
}

#[test]
fn a_hook_hears_of_each_further_attempt_and_whether_it_is_a_hedge() {
    let zero = Some(Duration::ZERO);
    assert_eq!(
        events(&[(150, Busy), (900, Fine), (20, After(50)), (10, Fine)]),
        [
            // The delay is over: no attempt has ended.
            (1, None, zero, true, None, 0),
            (1, Some(Err(Busy)), zero, true, None, 0),
            (3, Some(Err(After(50))), Some(ms(50)), true, None, 0),
            (4, Some(Ok(4)), None, false, Some(4), 1),
        ]
    );
    assert_eq!(
        events(&[(50, Busy), (10, Fine)]),
        [
            (1, Some(Err(Busy)), zero, false, None, 0),
            (2, Some(Ok(2)), None, false, Some(2), 0),
        ]
    );
    assert_eq!(
        events(&[(10, Fine)]),
        [(1, Some(Ok(1)), None, false, Some(1), 0)]
    );
}

#[test]
fn a_run_has_recovered_if_another_attempt_than_the_first_won() {
    let rows: [(Script, bool); 4] = [
        (&[(150, Fine)], false),
        (&[(150, Busy), (100, Fine)], true),
        (&[(10, Fine)], false),
        (&[(900, Fine), (10, Fine)], true),
    ];
    for (script, expected) in rows {
        let stage = Stage::default();
        let recovered = RefCell::new(None);
        let run = retry(|attempt: Attempt| stage.attempt(script, attempt))
            .on(Answer::verdict)
            .hedge(ms(100))
            .on_end(|event| *recovered.borrow_mut() = Some(event.recovered()))
            .timer(&stage.clock);
        let _ = stage.play(run.into_future());
        assert_eq!(recovered.into_inner(), Some(expected), "{script:?}");
    }
}

#[test]
fn a_slow_hook_before_a_hedge_may_use_up_the_deadline() {
    let stage = Stage::default();
    let run = retry(|attempt: Attempt| stage.attempt(&[(900, Busy)], attempt))
        .on(Answer::verdict)
        .deadline(ms(500))
        .hedge(ms(100))
        .on_retry(|_| stage.clock.advance(ms(400)))
        .timer(&stage.clock)
        .report();
    let report = stage.play(run.into_future());
    assert_eq!((report.attempts, report.stop), (1, StopReason::Deadline));
    assert_eq!(report.outcome, Err(Busy));
}

#[test]
fn on_stop_hears_the_last_failure_once() {
    let stage = Stage::default();
    let stops = RefCell::new(Vec::new());
    let run = retry(|attempt: Attempt| stage.attempt(&[(400, After(1)), (150, Busy)], attempt))
        .attempts(2)
        .on(Answer::verdict)
        .hedge(ms(100))
        .on_stop(|event| stops.borrow_mut().push((line(event), event.reason())))
        .timer(&stage.clock);
    assert_eq!(stage.play(run.into_future()), Err(After(1)));
    let line = (2, Some(Err(After(1))), None, false, None, 0);
    assert_eq!(stops.into_inner(), [(line, Some(StopReason::Attempts))]);
}

/// Reports of runs without a hedge say the same of themselves.
#[test]
fn without_a_hedge_the_last_attempt_is_the_winner() {
    let mut calls = 0;
    let report = retry(|| {
        calls += 1;
        if calls < 3 { Err("busy") } else { Ok(calls) }
    })
    .backoff(Duration::ZERO)
    .report()
    .call();
    assert_eq!((report.winner(), report.dropped()), (Some(3), 0));
    let report = retry(|| Err::<(), _>("busy")).attempts(1).report().call();
    assert_eq!((report.winner(), report.dropped()), (None, 0));
}
