use std::{future::Future, time::Duration};

use apalis::prelude::WorkerContext;
use serde_json::Value;

use crate::{crash_point::CrashPoint, deliverer::Deliverer, new_task::NewTask};

/// A database with apalis's tables.
///
/// Tasks are pushed by apalis and handed out by its workers. It has no way to acknowledge a task and push another in
/// one transaction, so [`complete`](Self::complete) does both.
pub trait Store: Clone + Send + Sync + Sized + 'static {
    /// Pushes tasks, all or none. One whose key the queue has seen is left out.
    fn push(&self, tasks: Vec<NewTask>) -> impl Future<Output = anyhow::Result<()>> + Send;

    /// Marks a task as done and pushes the next one, both or neither. It does neither and returns `false` if the
    /// claim no longer holds.
    fn complete(
        &self,
        claim: &Claim,
        word: &str,
        next: Option<NewTask>,
        crash_at: Option<CrashPoint>,
    ) -> impl Future<Output = anyhow::Result<bool>> + Send;

    /// How many tasks of a queue are open.
    fn depth(&self, queue: &str) -> impl Future<Output = anyhow::Result<Depth>> + Send;

    /// The tasks of a queue that nobody has claimed, the oldest first.
    fn unclaimed(&self, queue: &str) -> impl Future<Output = anyhow::Result<Vec<Stored>>> + Send;

    /// Hands the tasks of the queue to the deliverer, until the worker is stopped.
    fn work(
        &self,
        worker: WorkerContext,
        options: Options,
        deliverer: Deliverer<Self>,
    ) -> impl Future<Output = anyhow::Result<()>> + Send;
}

/// The right to complete a task.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The id of the task.
    pub task: String,
    /// The name of the worker that has it. Nobody has the tasks of the dead.
    pub worker: Option<String>,
}

/// The open tasks of a queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// Nobody has claimed them.
    pub waiting: i64,
    /// A worker has claimed them.
    pub claimed: i64,
}

impl Depth {
    /// All open tasks.
    #[must_use]
    pub const fn open(self) -> i64 {
        self.waiting + self.claimed
    }
}

/// A task as it is stored.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its id.
    pub id: String,
    /// Its payload.
    pub payload: Value,
}

impl Stored {
    /// The task in a row with its id and its payload.
    pub(crate) fn from_row((id, job): (String, Vec<u8>)) -> anyhow::Result<Self> {
        let payload = serde_json::from_slice(&job)?;
        Ok(Self { id, payload })
    }
}

/// How a worker uses the queue.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many tasks it works on at a time, those that wait included.
    pub concurrency: usize,
    /// How often it looks into an empty queue.
    pub poll: Duration,
    /// How often it says that it is alive. After three times in silence, its tasks go to others.
    pub heartbeat: Duration,
}

impl Options {
    /// How many heartbeats a worker may miss.
    pub(crate) const MISSED_HEARTBEATS: usize = 3;

    /// How many tasks it claims at once. A claimed task waits for this worker even if another one has time.
    pub(crate) fn batch(&self) -> usize {
        self.concurrency.clamp(1, 20)
    }
}
