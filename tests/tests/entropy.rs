//! Every run draws its own seed, and the seed decides the waits.

use std::{cell::Cell, collections::HashSet, thread, time::Duration};

use futures_lite::future::block_on;
use retry_core::{
    Attempt, Backoff, Jitter, Policy, retry,
    testing::ManualClock,
    time::{BlockingTimer, Clock},
};
use retry_tests::JITTERS;

const LONG: Policy = Policy::new()
    .attempts(2)
    .backoff(Backoff::constant(Duration::from_secs(30)));

fn wait_of(run: impl FnOnce(&ManualClock)) -> Duration {
    let clock = ManualClock::new();
    run(&clock);
    clock.waits()[0]
}

#[test]
fn no_two_runs_share_their_delays() {
    let mut waits = HashSet::new();
    for _ in 0..2000 {
        // Three copies of one policy: blocking, async, and in a loop by hand.
        waits.insert(wait_of(|clock| {
            assert_eq!(LONG.retry(|| None::<()>).timer(clock).call(), None);
        }));
        waits.insert(wait_of(|clock| {
            assert_eq!(
                block_on(async { LONG.retry(|| async { None::<()> }).timer(clock).await }),
                None
            );
        }));
        waits.insert(wait_of(|clock| {
            LONG.start()
                .timer(clock)
                .pause("busy")
                .expect("one retry is left")
                .block();
        }));
    }
    // Two of 6,000 draws from 30 s in nanoseconds are equal in one of about 1,700 runs of this test.
    assert!(waits.len() >= 5_998, "{}", waits.len());
    let delays: HashSet<Duration> = (0..1000).filter_map(|_| LONG.delays().next()).collect();
    assert!(delays.len() >= 998, "{}", delays.len());
}

#[test]
fn with_every_kind_of_jitter_runs_differ() {
    for jitter in JITTERS {
        let policy = Policy::new().attempts(3).jitter(jitter);
        let waits = |_| {
            let clock = ManualClock::new();
            assert_eq!(policy.retry(|| None::<()>).timer(&clock).call(), None);
            clock.waits()
        };
        let runs: HashSet<Vec<Duration>> = (0..64).map(waits).collect();
        assert_eq!(runs.len(), 64, "{jitter:?}");
    }
}

#[test]
fn no_two_threads_share_their_delays() {
    let drawn = |_| thread::spawn(|| LONG.delays().next());
    let threads: Vec<_> = (0..64).map(drawn).collect();
    let delays: HashSet<_> = threads
        .into_iter()
        .map(|thread| thread.join().expect("no panic"))
        .collect();
    assert_eq!(delays.len(), 64);
}

#[test]
fn a_run_waits_for_the_delays_of_its_seed() {
    for jitter in [
        Jitter::None,
        Jitter::Full,
        Jitter::Equal,
        Jitter::Ratio(0.3),
        Jitter::Decorrelated,
    ] {
        let policy = Policy::new().attempts(8).jitter(jitter).seed(42);
        let expected: Vec<Duration> = policy.delays().collect();
        let clock = ManualClock::new();
        assert_eq!(policy.retry(|| None::<()>).timer(&clock).call(), None);
        assert_eq!(clock.waits(), expected, "{jitter:?}, blocking");

        let clock = ManualClock::new();
        assert_eq!(
            block_on(async { policy.retry(|| async { None::<()> }).timer(&clock).await }),
            None
        );
        assert_eq!(clock.waits(), expected, "{jitter:?}, async");

        let clock = ManualClock::new();
        let mut run = policy.start().timer(&clock);
        while let Ok(pause) = run.pause(()) {
            pause.block();
        }
        assert_eq!(clock.waits(), expected, "{jitter:?}, by hand");
    }
}

/// A timer that counts its readings and its seeds.
#[derive(Default)]
struct Counting {
    readings: Cell<u32>,
    seeds: Cell<u32>,
}

impl Clock for Counting {
    fn now(&self) -> Duration {
        self.readings.set(self.readings.get() + 1);
        Duration::ZERO
    }

    fn entropy(&self) -> u64 {
        self.seeds.set(self.seeds.get() + 1);
        0
    }
}

impl BlockingTimer for Counting {
    fn block(&self, _: Duration) {}
}

#[test]
fn a_success_at_once_reads_no_clock_and_draws_no_seed() {
    let timer = Counting::default();
    assert_eq!(retry(|| Some(1)).timer(&timer).call(), Some(1));
    assert_eq!((timer.readings.get(), timer.seeds.get()), (0, 0));
}

#[test]
fn a_deadline_costs_one_reading_of_the_clock() {
    let timer = Counting::default();
    assert_eq!(
        retry(|| Some(1))
            .deadline(Duration::from_secs(1))
            .timer(&timer)
            .call(),
        Some(1)
    );
    assert_eq!((timer.readings.get(), timer.seeds.get()), (1, 0));
}

#[test]
fn the_first_attempt_uses_the_reading_of_the_start() {
    let timer = Counting::default();
    let result = retry(|attempt: Attempt| Some(attempt.number()))
        .deadline(Duration::from_secs(1))
        .timer(&timer)
        .call();
    assert_eq!((result, timer.readings.get()), (Some(1), 1));
    let timer = Counting::default();
    let mut run = LONG
        .reset_after(Duration::from_secs(1))
        .start()
        .timer(&timer);
    assert_eq!(timer.readings.get(), 1);
    run.reset();
    assert_eq!(timer.readings.get(), 2);
}

#[test]
fn a_pause_reads_the_clock_once_or_with_reset_after_twice() {
    for (policy, expected) in [(LONG, 2), (LONG.reset_after(Duration::from_secs(1)), 3)] {
        let timer = Counting::default();
        let mut run = policy.start().timer(&timer);
        assert!(run.pause("broken").is_ok());
        assert_eq!(timer.readings.get(), expected);
    }
}

#[test]
fn a_run_draws_one_seed_from_its_timer() {
    let timer = Counting::default();
    assert_eq!(retry(|| None::<()>).attempts(10).timer(&timer).call(), None);
    assert_eq!((timer.readings.get(), timer.seeds.get()), (0, 1));
}

/// A clock that gives 1, 2, 3 .. as seeds.
#[derive(Default)]
struct Seeding {
    now: Cell<Duration>,
    seeds: Cell<u64>,
}

impl Clock for Seeding {
    fn now(&self) -> Duration {
        self.now.get()
    }

    fn entropy(&self) -> u64 {
        self.seeds.set(self.seeds.get() + 1);
        self.seeds.get()
    }
}

#[test]
fn a_run_that_starts_again_draws_a_new_seed() {
    let clock = Seeding::default();
    let hour = Duration::from_secs(3600);
    let mut run = Policy::new()
        .attempts(5)
        .reset_after(hour)
        .start()
        .timer(&clock);
    assert!(run.pause("early").is_ok());
    assert!(run.pause("early").is_ok());
    assert_eq!(clock.seeds.get(), 1);
    clock.now.set(hour * 2);
    assert!(run.pause("late").is_ok());
    assert_eq!(clock.seeds.get(), 2);
}
