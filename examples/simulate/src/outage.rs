use std::{cell::RefCell, rc::Rc, sync::Arc, time::Duration};

use retry_core::{
    Backoff, Breaker, Budget, Policy, retry,
    time::{AsyncTimer, Clock},
};

use crate::{
    chart::thousands,
    server::{Failed, Server},
    variants::Variant,
    world::World,
};

/// A server that is down for a while, and clients that call it all the time: each once a second, whatever
/// became of its last call.
#[derive(Clone, Debug)]
pub struct Outage {
    /// How many clients there are, in ten processes.
    pub clients: u32,
    /// How many calls a second the server can answer.
    pub capacity: u32,
    /// When the server goes down, and for how long.
    pub begins: Duration,
    /// How long it is down.
    pub lasts: Duration,
    /// When the simulation ends.
    pub end: Duration,
    /// How long a client waits for an answer.
    pub attempt_timeout: Duration,
    /// What the clients do after a failure.
    pub policy: Policy,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Survived {
    /// How many calls the clients wanted to make.
    pub requests: u32,
    /// How many reached the server, retries included.
    pub calls: u32,
    /// How many arrived in each second.
    pub arrivals: Vec<u32>,
    /// How many requests got an answer at the first attempt, by the second in which they began.
    pub at_once: Vec<u32>,
    /// How many requests failed.
    pub lost: u32,
    /// The time from the end of the outage until the usual share of requests succeeds at once. `None` if that
    /// does not happen before the end.
    pub recovery: Option<Duration>,
}

impl Default for Outage {
    fn default() -> Self {
        Self {
            clients: 1_000,
            capacity: 1_500,
            begins: Duration::from_secs(10),
            lasts: Duration::from_secs(30),
            end: Duration::from_secs(90),
            attempt_timeout: Duration::from_millis(500),
            policy: Policy::new()
                .attempts(4)
                .backoff(Backoff::exponential(Duration::from_millis(100))),
        }
    }
}

/// How many processes the clients are in. Each has a budget of its own.
const PROCESSES: u32 = 10;

impl Outage {
    /// What is simulated, in words.
    #[must_use]
    pub fn about(&self) -> String {
        format!(
            "{} clients in {PROCESSES} processes call once a second each, and wait {} ms for an answer. The server can \
             answer {} calls a second. From {} s on it answers nobody for {} s. Policy: {}.",
            thousands(self.clients),
            self.attempt_timeout.as_millis(),
            thousands(self.capacity),
            self.begins.as_secs(),
            self.lasts.as_secs(),
            self.policy
        )
    }

    /// The same for clients whose callers wait two seconds and no longer.
    #[must_use]
    pub fn with_deadline() -> Self {
        let usual = Self::default();
        Self {
            policy: usual.policy.deadline(Duration::from_secs(2)),
            ..usual
        }
    }

    /// Runs it. Each process has a budget and a breaker of its own, as the variant says.
    pub fn run(&self, seed: u64, variant: &Variant, on_second: impl FnMut(u64)) -> Survived {
        let world = World::new(seed);
        let server = Server::new(&world, self.capacity, Duration::from_secs(1))
            .stalled(self.begins..self.begins + self.lasts);
        let counts = Rc::new(RefCell::new(Counts::default()));
        let processes: Vec<_> = (0..PROCESSES)
            .map(|_| Process {
                budget: variant.budget.make().map(Arc::new),
                breaker: Arc::new(breaker(variant.breaker)),
            })
            .collect();
        let policy = if variant.retries {
            self.policy
        } else {
            self.policy.attempts(1)
        };
        for client in 0..self.clients {
            let client = Client {
                world: world.clone(),
                server: server.clone(),
                counts: Rc::clone(&counts),
                process: processes[(client % PROCESSES) as usize].clone(),
                policy,
                attempt_timeout: self.attempt_timeout,
            };
            let start = world.random().below(Duration::from_secs(1));
            world.spawn_at(start, client.calls());
        }
        world.run_until(self.end, on_second);
        let counts = counts.take();
        Survived {
            requests: counts.requests.iter().sum(),
            calls: server.arrivals().iter().sum(),
            arrivals: server.arrivals(),
            lost: counts.lost,
            recovery: counts.recovery((self.begins + self.lasts).as_secs()),
            at_once: counts.at_once,
        }
    }
}

#[derive(Default)]
struct Counts {
    requests: Vec<u32>,
    at_once: Vec<u32>,
    lost: u32,
}

impl Counts {
    fn count(counts: &mut Vec<u32>, second: u64) {
        let second = usize::try_from(second).unwrap_or(0);
        if counts.len() <= second {
            counts.resize(second + 1, 0);
        }
        counts[second] += 1;
    }

    /// 99 of 100 requests that begin in a second succeed at once, and so they do in all seconds that follow.
    fn recovery(&self, end_of_outage: u64) -> Option<Duration> {
        let good = |second: usize| {
            let at_once = self.at_once.get(second).copied().unwrap_or(0);
            u64::from(at_once) * 100 >= u64::from(self.requests[second]) * 99
        };
        // Requests of the last seconds may still be under way.
        let last = self.requests.len().saturating_sub(5);
        let bad = (0..last).rev().find(|second| !good(*second));
        let recovered = bad.map_or(0, |bad| bad as u64 + 1).max(end_of_outage);
        (recovered < last as u64).then(|| Duration::from_secs(recovered - end_of_outage))
    }
}

#[derive(Clone)]
struct Client {
    world: World,
    server: Server,
    counts: Rc<RefCell<Counts>>,
    process: Process,
    policy: Policy,
    attempt_timeout: Duration,
}

/// What the clients in one process share.
#[derive(Clone)]
struct Process {
    budget: Option<Arc<Budget>>,
    breaker: Arc<Breaker>,
}

/// The usual breaker for much traffic, or one that never opens.
fn breaker(opens: bool) -> Breaker {
    if opens {
        Breaker::rate(0.5)
            .min_calls(20)
            .open_for(Duration::from_secs(1))
    } else {
        Breaker::consecutive(u32::MAX)
    }
}

impl Client {
    async fn calls(self) {
        loop {
            self.world
                .spawn_at(self.world.now(), self.clone().request());
            self.world.sleep(Duration::from_secs(1)).await;
        }
    }

    async fn request(self) {
        let second = self.world.now().as_secs();
        Counts::count(&mut self.counts.borrow_mut().requests, second);
        let run = retry(async || self.server.call().await)
            .policy(self.policy)
            .attempt_timeout(self.attempt_timeout)
            .breaker(&*self.process.breaker)
            .timer(&self.world);
        let report = match &self.process.budget {
            Some(budget) => run.budget(&**budget).report().await,
            None => run.report().await,
        };
        let outcome: Result<(), Failed> = report.outcome;
        let mut counts = self.counts.borrow_mut();
        match outcome {
            Ok(()) if report.attempts == 1 => Counts::count(&mut counts.at_once, second),
            Ok(()) => {}
            Err(_) => counts.lost += 1,
        }
    }
}
