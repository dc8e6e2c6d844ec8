use std::{cell::Cell, rc::Rc, time::Duration};

use retry_core::{Backoff, Policy, retry, time::Clock};

use crate::{server::Server, world::World};

/// A server that restarts, and clients that all lose their connection at that moment and connect again.
#[derive(Clone, Copy, Debug)]
pub struct Herd {
    /// How many clients there are.
    pub clients: u32,
    /// How many connections the server can accept in a second.
    pub capacity: u32,
    /// How long the server is down.
    pub lasts: Duration,
    /// How the clients connect.
    pub policy: Policy,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconnected {
    /// How many attempts reached the server, those that it refused included.
    pub calls: u32,
    /// How many arrived in each tenth of a second.
    pub arrivals: Vec<u32>,
    /// The clients that gave up.
    pub lost: u32,
    /// When the last client had its connection, from the moment on when all lost theirs.
    pub time: Duration,
}

/// The slices that arrivals are counted in.
pub(crate) const SLICE: Duration = Duration::from_millis(100);

impl Default for Herd {
    fn default() -> Self {
        Self {
            clients: 1_000,
            capacity: 250,
            lasts: Duration::from_secs(5),
            policy: Policy::new().attempts(1_000).backoff(
                Backoff::exponential(Duration::from_millis(500)).max_delay(Duration::from_secs(4)),
            ),
        }
    }
}

impl Herd {
    /// Runs it, for ten minutes at most.
    pub fn run(&self, seed: u64, on_second: impl FnMut(u64)) -> Reconnected {
        let world = World::new(seed);
        let server = Server::new(&world, self.capacity, SLICE)
            .down(Duration::ZERO..self.lasts)
            .longest_queue(SLICE);
        let lost = Rc::new(Cell::new(0));
        let time = Rc::new(Cell::new(Duration::ZERO));
        for _ in 0..self.clients {
            let (world_of_task, server, policy) = (world.clone(), server.clone(), self.policy);
            let (lost, time) = (Rc::clone(&lost), Rc::clone(&time));
            // They notice within the time that a packet takes.
            let start = world.random().below(Duration::from_millis(20));
            world.spawn_at(start, async move {
                let connect = async || server.call().await;
                let connected = retry(connect).policy(policy).timer(&world_of_task).await;
                lost.set(lost.get() + u32::from(connected.is_err()));
                time.set(world_of_task.now());
            });
        }
        world.run_until(Duration::from_secs(600), on_second);
        Reconnected {
            calls: server.arrivals().iter().sum(),
            arrivals: server.arrivals(),
            lost: lost.get(),
            time: time.get(),
        }
    }
}
