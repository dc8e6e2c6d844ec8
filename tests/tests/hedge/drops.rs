//! What is left behind: nothing, whenever the run is dropped.

use std::{
    cell::Cell,
    future::{Future, IntoFuture, pending},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    rc::Rc,
    task::{Context, Waker},
};

use retry_core::{Attempt, Budget, Hedge, Policy, retry};

use crate::stage::{
    Alive,
    Answer::{self, After, Busy, Fatal, Fine},
    Script, Stage, ms,
};

const SCRIPTS: &[Script] = &[
    &[],
    &[(150, Busy), (900, Busy), (20, After(100)), (900, Fine)],
    &[(0, Busy), (0, Busy), (0, Busy)],
    &[(50, After(200)), (900, Fine)],
    &[(300, Fine), (30, After(500))],
];

#[test]
fn a_run_that_is_dropped_at_any_moment_drops_all_attempts_and_what_is_granted() {
    for script in SCRIPTS {
        for moment in 0..=600 {
            let budget = Budget::reserved(100);
            let stage = Stage::default();
            let run = Policy::new()
                .attempts(5)
                .retry(|attempt: Attempt| stage.attempt(script, attempt))
                .on(Answer::verdict)
                .hedge(Hedge::after(ms(100)))
                .budget(&budget)
                .timer(&stage.clock);
            {
                let mut future = pin!(run.into_future());
                let mut cx = Context::from_waker(Waker::noop());
                for _ in 0..=moment {
                    if future.as_mut().poll(&mut cx).is_ready() {
                        break;
                    }
                    stage.clock.advance(ms(1));
                }
            }
            assert_eq!(stage.alive.get(), 0, "{script:?} at {moment}");
            let made = u32::try_from(stage.begins.borrow().len() - 1).unwrap();
            assert_eq!(
                budget.available(),
                100.0 - f64::from(made),
                "{script:?} at {moment}"
            );
        }
    }
}

#[test]
fn a_run_that_was_never_polled_makes_no_attempt() {
    let run = retry(|| async { panic!("no attempt") as Result<(), ()> }).hedge(ms(1));
    drop(run.into_future());
}

#[test]
fn a_panic_of_one_attempt_passes_through_and_drops_the_others() {
    let alive = Rc::new(Cell::new(0));
    let stage = Stage::default();
    let run = retry(|attempt: Attempt| {
        let alive = Alive::new(&alive);
        async move {
            let _alive = alive;
            assert!(attempt.number() != 2, "of the second");
            pending::<Result<(), ()>>().await
        }
    })
    .hedge(ms(10))
    .timer(&stage.clock);
    let played = catch_unwind(AssertUnwindSafe(|| stage.play(run.into_future())));
    assert!(played.is_err());
    assert_eq!((alive.get(), stage.now()), (0, 10));
}

/// The losers go before the caller hears of the end.
#[test]
fn losers_are_dropped_before_the_hooks_of_the_end() {
    let stage = Stage::default();
    let run = retry(|attempt: Attempt| stage.attempt(&[(200, Fine)], attempt))
        .on(Answer::verdict)
        .hedge(ms(100))
        .timer(&stage.clock)
        .on_end(|event| {
            assert_eq!((event.dropped(), stage.alive.get()), (1, 0));
        });
    assert_eq!(stage.play(run.into_future()), Ok(1));
}

#[test]
fn a_run_that_is_over_makes_no_attempt_when_it_is_polled_again() {
    const PANICS: Script = &[];
    const ENDS: [Script; 5] = [
        &[(0, Fine)],
        &[(0, Fatal)],
        &[(30, Fine)],
        &[(30, Fatal)],
        PANICS,
    ];
    for script in ENDS {
        let stage = Stage::default();
        let run = retry(|attempt: Attempt| {
            let attempt = stage.attempt(script, attempt);
            async move {
                assert_ne!(script, PANICS);
                attempt.await
            }
        })
        .on(Answer::verdict)
        .hedge(ms(10))
        .timer(&stage.clock);
        let mut future = pin!(run.into_future());
        let _ = catch_unwind(AssertUnwindSafe(|| stage.play(future.as_mut())));
        let begun = stage.begins.borrow().len();
        let again = catch_unwind(AssertUnwindSafe(|| stage.play(future.as_mut())));
        let panic = again.expect_err("it is over");
        assert_eq!(
            panic.downcast_ref(),
            Some(&"a finished run was polled again"),
            "{script:?}"
        );
        assert_eq!(stage.begins.borrow().len(), begun, "{script:?}");
    }
}
