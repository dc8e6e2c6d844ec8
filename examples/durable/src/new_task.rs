use apalis::prelude::{Task, TaskBuilder};
use serde::Serialize;

use crate::{dead_letter::DeadLetter, delivery::Delivery};

/// The queue of deliveries.
pub const DELIVER: &str = "deliver";
/// The queue of those that were given up. No worker reads it.
pub const DEAD: &str = "deliver-dead";

/// A task to be pushed.
#[derive(Clone, Debug)]
pub struct NewTask {
    /// The name of the queue.
    pub queue: &'static str,
    /// At most one task of a queue has this key.
    pub key: String,
    /// In seconds since the Unix epoch.
    pub run_at: u64,
    /// JSON.
    pub payload: Vec<u8>,
}

impl NewTask {
    /// A task that delivers when the run is due.
    ///
    /// The queue knows whole seconds. Rounded down, a worker takes the task up to a second early and sleeps the rest;
    /// rounded up, every wait would be late.
    #[must_use]
    pub fn deliver(delivery: &Delivery) -> Self {
        Self::new(
            DELIVER,
            delivery.key(),
            delivery.run.due().as_secs(),
            delivery,
        )
    }

    /// A task that keeps a dead letter. The key is that of the task it comes from.
    #[must_use]
    pub fn dead(key: String, letter: &DeadLetter) -> Self {
        Self::new(DEAD, key, 0, letter)
    }

    fn new(queue: &'static str, key: String, run_at: u64, payload: &impl Serialize) -> Self {
        Self {
            queue,
            key,
            run_at,
            payload: serde_json::to_vec(payload).expect("plain data is always JSON"),
        }
    }

    /// The task as apalis stores it. It is one attempt for apalis: ours are counted by the run.
    pub(crate) fn into_task(self) -> Task<Vec<u8>> {
        TaskBuilder::new(self.payload)
            .idempotency_key(self.key)
            .run_at_timestamp(self.run_at)
            .max_attempts(1)
            .build()
    }
}
