use std::{cell::Cell, rc::Rc, time::Duration};

use retry_core::{
    Backoff, Jitter, Policy, retry,
    time::{AsyncTimer, Clock},
};

use crate::world::World;

/// Writers that all want to change the same row, each under the assumption that nobody else does.
///
/// It is the simulation of "Exponential Backoff And Jitter" (Marc Brooker, AWS Architecture Blog, 2015): a
/// writer reads the version of the row, then writes; if somebody else wrote in between, it waits and reads
/// again. A message takes 10 ms with a standard deviation of 2 ms.
#[derive(Clone, Copy, Debug)]
pub struct Contention {
    /// How many writers there are.
    pub writers: u32,
    /// What they do after a collision.
    pub policy: Policy,
}

/// What it took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contended {
    /// How many writes reached the row, those that failed included.
    pub calls: u32,
    /// When the last writer was done.
    pub time: Duration,
    /// The writers that gave up.
    pub lost: u32,
}

/// The policy of the article: from 5 ms up to 2 s, until it succeeds.
//
// Not `unlimited`, which settings refuse without a deadline: the command line starts from these.
pub const ARTICLE: Policy = Policy::new()
    .attempts(100_000)
    .backoff(Backoff::exponential(Duration::from_millis(5)).max_delay(Duration::from_secs(2)));

/// The rows of the table, with their names.
pub const JITTERS: [(&str, Jitter); 4] = [
    ("no jitter", Jitter::None),
    ("equal", Jitter::Equal),
    ("full", Jitter::Full),
    ("decorrelated", Jitter::Decorrelated),
];

#[derive(Debug, Default)]
struct Row {
    version: Cell<u32>,
    calls: Cell<u32>,
    lost: Cell<u32>,
    done: Cell<Duration>,
}

impl Contention {
    /// The run of one seed.
    #[must_use]
    pub fn run(self, seed: u64) -> Contended {
        let world = World::new(seed);
        let row = Rc::new(Row::default());
        for _ in 0..self.writers {
            let task = write(world.clone(), Rc::clone(&row), self.policy);
            world.spawn_at(Duration::ZERO, task);
        }
        world.run_until(Duration::MAX, |_| {});
        Contended {
            calls: row.calls.get(),
            time: row.done.get(),
            lost: row.lost.get(),
        }
    }

    /// The mean of this many runs, at least one, with the seeds from `first` on.
    #[must_use]
    pub fn mean(self, runs: u32, first: u64) -> Contended {
        let count = runs.max(1);
        let runs: Vec<_> = (0..count)
            .map(|run| self.run(first.wrapping_add(run.into())))
            .collect();
        let mean = |of: fn(&Contended) -> u32| runs.iter().map(of).sum::<u32>() / count;
        Contended {
            calls: mean(|run| run.calls),
            time: runs.iter().map(|run| run.time).sum::<Duration>() / count,
            lost: mean(|run| run.lost),
        }
    }
}

struct Collision;

async fn write(world: World, row: Rc<Row>, policy: Policy) {
    let attempt = async || {
        message(&world).await;
        let version = row.version.get();
        message(&world).await;
        message(&world).await;
        row.calls.set(row.calls.get() + 1);
        let is_current = row.version.get() == version;
        if is_current {
            row.version.set(version + 1);
        }
        message(&world).await;
        if is_current { Ok(()) } else { Err(Collision) }
    };
    let result = retry(attempt).policy(policy).timer(&world).await;
    row.lost.set(row.lost.get() + u32::from(result.is_err()));
    row.done.set(world.now());
}

/// Close to normal: a sum of three uniform numbers.
async fn message(world: &World) {
    let part = || world.random().below(Duration::from_millis(4));
    let delay = Duration::from_millis(4) + part() + part() + part();
    world.sleep(delay).await;
}
