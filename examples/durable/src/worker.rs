use std::{process, time::Duration};

use apalis::prelude::{BoxDynError, Data, TaskId, WorkerContext};
use serde_json::Value;
use tokio::time::{MissedTickBehavior, interval};
use ulid::Ulid;

use crate::{
    deliverer::Deliverer,
    new_task::DELIVER,
    store::{Claim, Options, Store},
};

/// A worker of the queue: one per process.
#[derive(Debug)]
pub struct Worker<S> {
    context: WorkerContext,
    options: Options,
    deliverer: Deliverer<S>,
}

impl<S: Store> Worker<S> {
    /// A worker with a name of its own. apalis refuses a name that was alive a moment ago, so a restarted process
    /// needs a new one, and process ids repeat on other machines.
    #[must_use]
    pub fn new(options: Options, deliverer: Deliverer<S>) -> Self {
        let name = format!("deliver-{}-{}", process::id(), Ulid::generate());
        Self {
            context: WorkerContext::new(&name),
            options,
            deliverer,
        }
    }

    /// Works until it is stopped.
    ///
    /// # Errors
    ///
    /// The store does not answer. The tasks that it had go to another worker, or to the next start.
    pub async fn run(self) -> anyhow::Result<()> {
        let store = self.deliverer.store.clone();
        store.work(self.context, self.options, self.deliverer).await
    }

    /// Works until the queue is empty, tasks that are due later included.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run).
    pub async fn run_until_empty(self) -> anyhow::Result<()> {
        let store = self.deliverer.store.clone();
        let context = self.context.clone();
        tokio::try_join!(self.run(), stop_when_empty(store, context))?;
        Ok(())
    }

    /// Stops it: it finishes the tasks that it has begun.
    pub fn stopper(&self) -> impl FnOnce() + Send + use<S> {
        let context = self.context.clone();
        move || stop(&context)
    }
}

fn stop(context: &WorkerContext) {
    // It fails only before the start, when there is nothing to stop.
    let _ = context.stop();
}

async fn stop_when_empty<S: Store>(store: S, context: WorkerContext) -> anyhow::Result<()> {
    let mut ticks = interval(Duration::from_millis(100));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if context.is_shutting_down() {
            return Ok(());
        }
        if context.is_running() && store.depth(DELIVER).await?.open() == 0 {
            stop(&context);
            return Ok(());
        }
    }
}

/// What apalis calls for each task. A task of tokio's for each lets them use all cores.
pub(crate) async fn handle<S: Store>(
    payload: Value,
    task: TaskId,
    worker: WorkerContext,
    deliverer: Data<Deliverer<S>>,
) -> Result<(), BoxDynError> {
    let claim = Claim {
        task: task.to_string(),
        worker: Some(worker.name().to_owned()),
    };
    let work = async move { deliverer.work(&claim, payload).await };
    // apalis shows an error without its causes.
    tokio::spawn(work)
        .await?
        .map_err(|error| format!("{error:#}").into())
}
