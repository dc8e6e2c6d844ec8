use std::future::IntoFuture;

use futures_lite::future::block_on;
use retry_core::{Driver, Failure, Step, StopReason, retry, retry_block, time::Clock as _};

use crate::{
    ledger::Counted,
    play::{Ended, Hook, Play},
};

pub(crate) type Form = fn(&Play<'_>) -> Ended;

/// All forms, with or without a schedule: its name is the method and the key.
macro_rules! forms {
    ($forms:ident $(, $schedule:ident)?) => {
        pub(crate) mod $forms {
            use super::*;

            pub(crate) const ALL: &[(&str, Form)] = &[
                ("closure", closure),
                ("closure with a report", reported),
                ("async closure", async_closure),
                ("attribute", attribute),
                ("attribute on an async function", async_attribute),
                ("block", block),
                ("async block", async_block),
                ("loop by hand", by_hand),
                ("async loop by hand", async_by_hand),
            ];

            pub(crate) fn closure(play: &Play<'_>) -> Ended {
                retry(|| play.attempt())
                    .policy(play.policy)
                    .on(play.judge())
                    $(.$schedule(play.delays()))?
                    .on_retry(play.hook(Hook::Retry))
                    .on_stop(play.hook(Hook::Stop))
                    .on_end(play.hook(Hook::End))
                    .timer(&play.bench)
                    .call()
            }

            fn reported(play: &Play<'_>) -> Ended {
                let began = play.now();
                let report = retry(|| play.attempt())
                    .policy(play.policy)
                    .on(play.judge())
                    $(.$schedule(play.delays()))?
                    .on_retry(play.hook(Hook::Retry))
                    .on_stop(play.hook(Hook::Stop))
                    .on_end(play.hook(Hook::End))
                    .timer(&play.bench)
                    .report()
                    .call();
                let notes = play.notes();
                let end = notes.last().expect("a run has an end");
                assert_eq!(Err(report.stop), end.next);
                assert_eq!((report.attempts, report.elapsed), (end.attempt, end.elapsed));
                if play.script.settings.reset_after.is_none() {
                    assert_eq!(report.elapsed, play.now() - began);
                    assert_eq!(report.waited, play.bench.clock.waits().iter().sum());
                }
                report.outcome
            }

            pub(crate) fn future<'a>(play: &'a Play<'_>) -> impl Future<Output = Ended> + use<'a> {
                retry(|| play.async_attempt())
                    .policy(play.policy)
                    .on(play.judge())
                    $(.$schedule(play.delays()))?
                    .on_retry(play.hook(Hook::Retry))
                    .on_stop(play.hook(Hook::Stop))
                    .on_end(play.hook(Hook::End))
                    .timer(&play.bench)
                    .into_future()
            }

            fn async_closure(play: &Play<'_>) -> Ended {
                block_on(future(play))
            }

            fn attribute(play: &Play<'_>) -> Ended {
                #[retry(
                    policy = play.policy,
                    on = play.judge(),
                    $($schedule = play.delays(),)?
                    on_retry = play.hook(Hook::Retry),
                    on_stop = play.hook(Hook::Stop),
                    on_end = play.hook(Hook::End),
                    timer = &play.bench
                )]
                fn fetch(play: &Play<'_>) -> Result<Counted, Counted> {
                    play.attempt()
                }
                fetch(play)
            }

            #[retry(
                policy = play.policy,
                on = play.judge(),
                $($schedule = play.delays(),)?
                on_retry = play.hook(Hook::Retry),
                on_stop = play.hook(Hook::Stop),
                on_end = play.hook(Hook::End),
                timer = &play.bench
            )]
            pub(crate) async fn annotated(play: &Play<'_>) -> Result<Counted, Counted> {
                play.async_attempt().await
            }

            fn async_attribute(play: &Play<'_>) -> Ended {
                block_on(annotated(play))
            }

            fn block(play: &Play<'_>) -> Ended {
                retry_block!(
                    policy = play.policy,
                    on = play.judge(),
                    $($schedule = play.delays(),)?
                    on_retry = play.hook(Hook::Retry),
                    on_stop = play.hook(Hook::Stop),
                    on_end = play.hook(Hook::End),
                    timer = &play.bench;
                    -> Result<Counted, Counted> { play.attempt() }
                )
            }

            pub(crate) fn block_future<'a>(play: &'a Play<'_>) -> impl Future<Output = Ended> + use<'a> {
                retry_block!(
                    policy = play.policy,
                    on = play.judge(),
                    $($schedule = play.delays(),)?
                    on_retry = play.hook(Hook::Retry),
                    on_stop = play.hook(Hook::Stop),
                    on_end = play.hook(Hook::End),
                    timer = &play.bench;
                    async -> Result<Counted, Counted> { play.async_attempt().await }
                )
            }

            fn async_block(play: &Play<'_>) -> Ended {
                block_on(block_future(play))
            }

            fn by_hand(play: &Play<'_>) -> Ended {
                let run = play.policy.start()$(.$schedule(play.delays()))?;
                let mut run = run
                    .on_retry(play.hook::<Result<(), Counted>>(Hook::Retry))
                    .on_stop(play.hook::<Result<(), Counted>>(Hook::Stop))
                    .on_end(play.hook::<Result<(), Counted>>(Hook::End))
                    .timer(&play.bench);
                loop {
                    let pause = match play.attempt() {
                        Ok(value) => return Ok(run.accept(value)),
                        Err(error) => run.pause_on(error, play.judge())?,
                    };
                    pause.block();
                }
            }

            pub(crate) async fn awaited_by_hand(play: &Play<'_>) -> Ended {
                let run = play.policy.start()$(.$schedule(play.delays()))?;
                let mut run = run
                    .on_retry(play.hook::<Result<(), Counted>>(Hook::Retry))
                    .on_stop(play.hook::<Result<(), Counted>>(Hook::Stop))
                    .on_end(play.hook::<Result<(), Counted>>(Hook::End))
                    .timer(&play.bench);
                loop {
                    let pause = match play.async_attempt().await {
                        Ok(value) => return Ok(run.accept(value)),
                        Err(error) => run.pause_on(error, play.judge())?,
                    };
                    pause.await;
                }
            }

            fn async_by_hand(play: &Play<'_>) -> Ended {
                block_on(awaited_by_hand(play))
            }
        }
    };
}

forms!(plain);
forms!(scheduled, schedule);

/// The rules alone.
pub(crate) fn driver(play: &Play<'_>) -> Ended {
    drive(play, false)
}

pub(crate) fn driver_with_schedule(play: &Play<'_>) -> Ended {
    drive(play, true)
}

fn drive(play: &Play<'_>, is_scheduled: bool) -> Ended {
    let mut schedule = play.delays().into_iter();
    let mut driver = Driver::new();
    let start = play.now();
    loop {
        let began = play.now();
        let error = match play.attempt() {
            Ok(value) => {
                play.note_of(&driver, Err(StopReason::Accepted), None);
                return Ok(value);
            }
            Err(error) => error,
        };
        let failure = Failure::new(play.verdict(&error))
            .elapsed(play.now() - start)
            .ran(play.now() - began)
            .at(play.now());
        let mut draw = || play.bench.entropy();
        let step = if is_scheduled {
            driver.step(&play.policy, failure, &mut draw, Some(&mut schedule))
        } else {
            driver.step(&play.policy, failure, &mut draw, None)
        };
        let next = match step {
            Step::Wait(delay) => Ok(delay),
            Step::Stop(reason) => Err(reason),
        };
        play.note_of(&driver, next, Some(&error));
        match next {
            Ok(delay) => retry_core::time::BlockingTimer::block(&play.bench, delay),
            Err(_) => return Err(error),
        }
    }
}
