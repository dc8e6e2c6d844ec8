use std::{
    cell::{Cell, RefCell},
    ops::Range,
    rc::Rc,
    time::Duration,
};

use retry_core::{
    BreakerOpen, TimedOut,
    time::{AsyncTimer, Clock},
};

use crate::world::World;

/// Why a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// The server is down and refused the connection.
    Refused,
    /// The queue of the server is full.
    Overloaded,
    /// The caller did not wait any longer. The server works on the call all the same.
    TimedOut,
    /// The breaker of the caller was open. The server was not called.
    Rejected,
}

impl From<TimedOut> for Failed {
    fn from(_: TimedOut) -> Self {
        Self::TimedOut
    }
}

impl From<BreakerOpen> for Failed {
    fn from(_: BreakerOpen) -> Self {
        Self::Rejected
    }
}

/// A server that answers calls one after the other, with a queue of limited length.
///
/// It does not know that a caller has given up, so calls that nobody waits for take its time too, as with
/// most servers.
#[derive(Clone, Debug)]
pub struct Server(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    world: World,
    /// The time that one call takes.
    service: Duration,
    /// The longest wait that it accepts a call for.
    longest_queue: Duration,
    down: Range<Duration>,
    stalled: Range<Duration>,
    is_free_at: Cell<Duration>,
    /// How many calls arrived, in each slice of the time.
    arrivals: RefCell<Vec<u32>>,
    slice: Duration,
}

/// How long it takes to hear from the server, apart from its work.
const NETWORK: Duration = Duration::from_millis(2);

impl Server {
    /// A server that answers `capacity` calls a second, never down, with a queue of a second. It counts
    /// calls in slices of this length.
    #[must_use]
    pub fn new(world: &World, capacity: u32, slice: Duration) -> Self {
        Self(Rc::new(Inner {
            world: world.clone(),
            service: Duration::from_secs(1) / capacity.max(1),
            longest_queue: Duration::from_secs(1),
            down: Duration::ZERO..Duration::ZERO,
            stalled: Duration::ZERO..Duration::ZERO,
            is_free_at: Cell::default(),
            arrivals: RefCell::default(),
            slice,
        }))
    }

    /// The same server, which refuses all connections at this time.
    #[must_use]
    pub fn down(self, down: Range<Duration>) -> Self {
        self.change(|inner| inner.down = down)
    }

    /// The same server, which answers nobody at this time: a failover of its database, say. Calls queue up until
    /// the queue is full.
    #[must_use]
    pub fn stalled(self, stalled: Range<Duration>) -> Self {
        self.change(|inner| inner.stalled = stalled)
    }

    /// The same server with a queue that takes this long to work off.
    #[must_use]
    pub fn longest_queue(self, longest: Duration) -> Self {
        self.change(|inner| inner.longest_queue = longest)
    }

    fn change(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Rc::get_mut(&mut self.0).expect("nobody has it yet"));
        self
    }

    /// One call.
    ///
    /// # Errors
    ///
    /// [`Failed::Refused`] and [`Failed::Overloaded`].
    pub async fn call(&self) -> Result<(), Failed> {
        let inner = &*self.0;
        let now = inner.world.now();
        self.count(now);
        if inner.down.contains(&now) {
            inner.world.sleep(NETWORK).await;
            return Err(Failed::Refused);
        }
        let works_at = match &inner.stalled {
            stalled if stalled.contains(&now) => stalled.end,
            _ => now,
        };
        let begins = inner.is_free_at.get().max(works_at);
        if begins.saturating_sub(works_at) > inner.longest_queue {
            inner.world.sleep(NETWORK).await;
            return Err(Failed::Overloaded);
        }
        let ends = begins + inner.service;
        inner.is_free_at.set(ends);
        inner.world.sleep(ends.saturating_sub(now) + NETWORK).await;
        Ok(())
    }

    /// How many calls arrived in each slice of time, until the last that has any.
    #[must_use]
    pub fn arrivals(&self) -> Vec<u32> {
        self.0.arrivals.borrow().clone()
    }

    fn count(&self, now: Duration) {
        let slice = usize::try_from(now.as_nanos() / self.0.slice.as_nanos()).unwrap_or(0);
        let mut arrivals = self.0.arrivals.borrow_mut();
        if arrivals.len() <= slice {
            arrivals.resize(slice + 1, 0);
        }
        arrivals[slice] += 1;
    }
}
