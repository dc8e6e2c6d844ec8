use std::{cell::RefCell, rc::Rc, sync::Arc, time::Duration};

use retry_core::{
    Hedge, Policy,
    hedge::Latencies,
    retry,
    time::{AsyncTimer, Clock},
};

use crate::world::World;

/// A callee of which a few answers take long, for no reason of the caller's: a pause of its garbage collector, a
/// lost packet.
#[derive(Clone, Copy, Debug)]
pub struct SlowTail {
    /// How many requests there are, ten milliseconds apart.
    pub requests: u32,
    /// One answer of so many is slow.
    pub slow_of: u32,
    /// How long a slow answer takes. Others take 5 to 15 ms.
    pub slow: Duration,
    /// How many attempts a request has.
    pub policy: Policy,
}

/// When a further attempt begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HedgeKind {
    /// Never.
    None,
    /// After this time.
    After(Duration),
    /// After the time that 95 of 100 calls take.
    Quantile,
}

/// The rows of the table, with their names.
pub const HEDGES: [(&str, HedgeKind); 4] = [
    ("no hedge", HedgeKind::None),
    ("after 100 ms", HedgeKind::After(Duration::from_millis(100))),
    ("after 10 ms", HedgeKind::After(Duration::from_millis(10))),
    ("after the 95th percentile", HedgeKind::Quantile),
];

/// How long requests took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// How many calls the callee got, hedges included.
    pub calls: u32,
    /// The time of each request, sorted.
    pub times: Vec<Duration>,
}

impl Answered {
    /// The time that this share of the requests took at most, in thousandths.
    #[must_use]
    pub fn quantile(&self, thousandths: usize) -> Duration {
        let index = (self.times.len() * thousandths).div_ceil(1_000);
        self.times[index.saturating_sub(1)]
    }
}

impl Default for SlowTail {
    fn default() -> Self {
        Self {
            requests: 20_000,
            slow_of: 20,
            slow: Duration::from_millis(500),
            policy: Policy::new().attempts(2),
        }
    }
}

const USUAL: Duration = Duration::from_millis(5);
const SPREAD: Duration = Duration::from_millis(10);

/// What all requests share.
struct Shared {
    tail: SlowTail,
    world: World,
    kind: HedgeKind,
    tracker: Arc<Hedge<Latencies>>,
    answered: RefCell<Answered>,
}

impl SlowTail {
    /// What is simulated, in words.
    #[must_use]
    pub fn about(&self) -> String {
        format!(
            "One answer in {} takes {} ms, the others {} to {} ms. A request that is hedged takes the first answer. Policy: {}.",
            self.slow_of,
            self.slow.as_millis(),
            USUAL.as_millis(),
            (USUAL + SPREAD).as_millis(),
            self.policy
        )
    }

    /// Runs it.
    #[must_use]
    pub fn run(self, seed: u64, kind: HedgeKind, on_second: impl FnMut(u64)) -> Answered {
        let world = World::new(seed);
        let shared = Rc::new(Shared {
            tail: self,
            world: world.clone(),
            kind,
            tracker: Arc::new(Hedge::quantile(0.95)),
            answered: RefCell::new(Answered {
                calls: 0,
                times: Vec::new(),
            }),
        });
        for request in 0..self.requests {
            let start = Duration::from_millis(10) * request;
            world.spawn_at(start, Rc::clone(&shared).request());
        }
        world.run_until(Duration::MAX, on_second);
        let mut answered = shared.answered.borrow().clone();
        answered.times.sort_unstable();
        answered
    }
}

impl Shared {
    async fn request(self: Rc<Self>) {
        let start = self.world.now();
        let run = retry(async || self.call().await)
            .policy(self.tail.policy)
            .timer(&self.world);
        let answer = match self.kind {
            HedgeKind::None => run.await,
            HedgeKind::After(delay) => run.hedge(Hedge::after(delay)).await,
            HedgeKind::Quantile => run.hedge(&*self.tracker).await,
        };
        if answer.is_ok() {
            let time = self.world.now().saturating_sub(start);
            self.answered.borrow_mut().times.push(time);
        }
    }

    async fn call(&self) -> Result<(), std::convert::Infallible> {
        self.answered.borrow_mut().calls += 1;
        let is_slow = self.world.random().next() % u64::from(self.tail.slow_of) == 0;
        let time = if is_slow {
            self.tail.slow
        } else {
            USUAL + self.world.random().below(SPREAD)
        };
        self.world.sleep(time).await;
        Ok(())
    }
}
