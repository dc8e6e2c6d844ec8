//! Every form of run does the same.

use std::time::Duration;

use futures_lite::future::block_on;
use retry_core::{Breaker, StopReason, breaker::BreakerState, retry, retry_block};

use crate::{Failure, STEADY, open, play::Play};

type Form = fn(&Play) -> Result<u32, Failure>;

const FORMS: &[(&str, Form)] = &[
    ("closure", |play| {
        retry(|| play.attempt())
            .policy(play.policy)
            .on(Failure::is_transient)
            .breaker(&play.breaker)
            .on_end(play.end())
            .timer(&play.clock)
            .call()
    }),
    ("async closure", |play| {
        let run = retry(|| async { play.attempt() })
            .policy(play.policy)
            .on(Failure::is_transient)
            .breaker(&play.breaker)
            .on_end(play.end())
            .timer(&play.clock);
        block_on(async { run.await })
    }),
    ("attribute", |play| {
        #[retry(
            policy = play.policy,
            on = Failure::is_transient,
            breaker = &play.breaker,
            on_end = play.end(),
            timer = &play.clock
        )]
        fn fetch(play: &Play) -> Result<u32, Failure> {
            play.attempt()
        }
        fetch(play)
    }),
    ("attribute on an async function", |play| {
        #[retry(
            policy = play.policy,
            on = Failure::is_transient,
            breaker = &play.breaker,
            on_end = play.end(),
            timer = &play.clock
        )]
        async fn fetch(play: &Play) -> Result<u32, Failure> {
            play.attempt()
        }
        block_on(fetch(play))
    }),
    ("attribute with `rejected`", |play| {
        #[retry(
            policy = play.policy,
            on = Failure::is_transient,
            breaker = &play.breaker,
            rejected = Failure::Open,
            on_end = play.end(),
            timer = &play.clock
        )]
        fn fetch(play: &Play) -> Result<u32, Failure> {
            play.attempt()
        }
        fetch(play)
    }),
    ("block", |play| {
        retry_block!(
            policy = play.policy,
            on = Failure::is_transient,
            breaker = &play.breaker,
            on_end = play.end(),
            timer = &play.clock;
            -> Result<u32, Failure> { play.attempt() }
        )
    }),
    ("async block", |play| {
        block_on(retry_block!(
            policy = play.policy,
            on = Failure::is_transient,
            breaker = &play.breaker,
            rejected = Failure::Open,
            on_end = play.end(),
            timer = &play.clock;
            async -> Result<u32, Failure> { play.attempt() }
        ))
    }),
    ("loop by hand", |play| {
        let run = play
            .policy
            .start()
            .on_end(play.end::<Result<(), Failure>>());
        let mut run = run.timer(&play.clock).breaker(&play.breaker);
        loop {
            let pause = match run.ask() {
                Err(open) => run.pause_as(Failure::Open(open), open.verdict())?,
                Ok(()) => match play.attempt() {
                    Ok(value) => return Ok(run.accept(value)),
                    Err(failure) => run.pause_on(failure, Failure::is_transient)?,
                },
            };
            pause.block();
        }
    }),
    ("async loop by hand", |play| {
        let run = play
            .policy
            .start()
            .on_end(play.end::<Result<(), Failure>>());
        let mut run = run.timer(&play.clock).breaker(&play.breaker);
        block_on(async {
            loop {
                let pause = match run.ask() {
                    Err(open) => run.pause_as(Failure::Open(open), open.verdict())?,
                    Ok(()) => match play.attempt() {
                        Ok(value) => return Ok(run.accept(value)),
                        Err(failure) => run.pause_on(failure, Failure::is_transient)?,
                    },
                };
                pause.await;
            }
        })
    }),
];

/// Plays a scene in every form, and compares what was seen.
fn each(
    make: impl Fn() -> Play,
    expected: Result<u32, Failure>,
    seen: &(u32, u32, StopReason, Vec<u128>),
    state: BreakerState,
) {
    for (name, form) in FORMS {
        let play = make();
        let outcome = form(&play);
        match (outcome, expected) {
            (Err(Failure::Open(open)), Err(Failure::Open(_))) => {
                let StopReason::BreakerOpen { retry_after } = seen.2 else {
                    panic!("{name}: {outcome:?}");
                };
                assert_eq!(open.retry_after(), retry_after, "{name}");
            }
            _ => assert_eq!(outcome, expected, "{name}"),
        }
        assert_eq!(play.seen(), *seen, "{name}");
        assert_eq!(play.breaker.state(), state, "{name}");
    }
}

fn breaker() -> Breaker {
    Breaker::consecutive(2)
}

fn open_for(seconds: u64) -> StopReason {
    let retry_after = Duration::from_secs(seconds);
    StopReason::BreakerOpen { retry_after }
}

fn refused() -> Result<u32, Failure> {
    let breaker = Breaker::consecutive(1);
    breaker.isolate();
    retry(|| Ok(0)).breaker(&breaker).attempts(1).call()
}

/// With the breaker open, since 0 s and for 5 s.
fn opened(policy: retry_core::Policy, answers: &[Result<u32, Failure>]) -> Play {
    let play = Play::new(policy, breaker(), answers.iter().copied());
    open(&play.breaker, &play.clock);
    play
}

#[test]
fn a_success_asks_and_reports() {
    each(
        || Play::new(STEADY, breaker(), [Ok(1)]),
        Ok(1),
        &(1, 1, StopReason::Accepted, vec![]),
        BreakerState::Closed,
    );
}

#[test]
fn a_run_that_opens_it_waits_for_its_probe() {
    each(
        || {
            Play::new(
                STEADY,
                breaker(),
                [Err(Failure::Down), Err(Failure::Down), Ok(3)],
            )
        },
        Ok(3),
        &(3, 3, StopReason::Accepted, vec![1000, 5000]),
        BreakerState::Closed,
    );
}

#[test]
fn a_run_whose_first_attempt_is_refused_waits_and_makes_the_probe() {
    each(
        || opened(STEADY, &[Ok(2)]),
        Ok(2),
        &(1, 2, StopReason::Accepted, vec![5000]),
        BreakerState::Closed,
    );
}

#[test]
fn a_failed_probe_opens_it_again() {
    each(
        || opened(STEADY, &[Err(Failure::Down), Ok(3)]),
        Ok(3),
        &(2, 3, StopReason::Accepted, vec![5000, 5000]),
        BreakerState::Closed,
    );
}

#[test]
fn a_deadline_that_is_too_near_ends_the_run_at_once() {
    each(
        || opened(STEADY.deadline(Duration::from_secs(5)), &[]),
        refused(),
        &(0, 1, open_for(5), vec![]),
        BreakerState::Open,
    );
    each(
        || {
            let policy = STEADY.deadline(Duration::from_secs(5));
            Play::new(policy, breaker(), [Err(Failure::Down), Err(Failure::Down)])
        },
        Err(Failure::Down),
        &(2, 2, open_for(5), vec![1000]),
        BreakerState::Open,
    );
}

#[test]
fn so_does_the_longest_wait_for_a_hint() {
    let policy = STEADY.max_retry_after(Duration::from_secs(4));
    each(
        || opened(policy, &[]),
        refused(),
        &(0, 1, open_for(5), vec![]),
        BreakerState::Open,
    );
    each(
        || Play::new(policy, breaker(), [Err(Failure::Down), Err(Failure::Down)]),
        Err(Failure::Down),
        &(2, 2, open_for(5), vec![1000]),
        BreakerState::Open,
    );
}

#[test]
fn a_refused_last_attempt_ends_the_run() {
    each(
        || opened(STEADY.attempts(1), &[]),
        refused(),
        &(0, 1, open_for(5), vec![]),
        BreakerState::Open,
    );
}

/// The last attempt fails for a reason of its own, and so does the run.
#[test]
fn a_failed_last_attempt_ends_the_run_as_without_a_breaker() {
    each(
        || {
            let policy = STEADY.attempts(2);
            Play::new(policy, breaker(), [Err(Failure::Down), Err(Failure::Down)])
        },
        Err(Failure::Down),
        &(2, 2, StopReason::Attempts, vec![1000]),
        BreakerState::Open,
    );
}

#[test]
fn a_fatal_failure_is_an_answer() {
    each(
        || opened(STEADY, &[Err(Failure::Fatal)]),
        Err(Failure::Fatal),
        &(1, 2, StopReason::NotRetryable, vec![5000]),
        BreakerState::Closed,
    );
}

#[test]
fn an_isolated_one_ends_runs_without_a_wait() {
    each(
        || {
            let play = Play::new(STEADY, breaker(), []);
            play.breaker.isolate();
            play
        },
        refused(),
        &(
            0,
            1,
            StopReason::BreakerOpen {
                retry_after: Duration::MAX,
            },
            vec![],
        ),
        BreakerState::Isolated,
    );
}
