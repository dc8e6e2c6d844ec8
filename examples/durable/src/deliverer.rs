use std::time::Duration;

use anyhow::Context;
use retry_core::{
    Failure,
    stored::{Next, unix_time},
};
use serde::Deserialize;
use serde_json::Value;
use tokio::time::{Instant, sleep};

use crate::{
    crash_point::CrashPoint,
    dead_letter::DeadLetter,
    delivery::Delivery,
    end::End,
    sender::Sender,
    store::{Claim, Store},
};

/// The resolution of the queue: it hands out a task up to this much early.
const RESOLUTION: Duration = Duration::from_secs(1);

/// Works on one task at a time: makes attempts, waits where waits are short, and tells the store how it ended.
#[derive(Clone, Debug)]
pub struct Deliverer<S> {
    /// Where the tasks are.
    pub store: S,
    /// How to make an attempt.
    pub sender: Sender,
    /// Waits up to this long happen in the worker.
    pub patience: Duration,
    /// For tests.
    pub crash_at: Option<CrashPoint>,
}

impl<S: Store> Deliverer<S> {
    /// Works on a task, to its end.
    ///
    /// # Errors
    ///
    /// The store does not answer. The task then stays claimed by this worker, so the worker must stop: once it is
    /// silent, another one takes the task.
    pub async fn work(&self, claim: &Claim, payload: Value) -> anyhow::Result<()> {
        let end = self.end_of(claim, payload).await;
        CrashPoint::BeforeTransaction.reached(self.crash_at);
        let ours = self
            .store
            .complete(claim, end.word(), end.next_task(), self.crash_at)
            .await
            .with_context(|| format!("task {}", claim.task))?;
        CrashPoint::AfterCommit.reached(self.crash_at);
        if !ours {
            eprintln!("task {} was given to another worker meanwhile", claim.task);
        }
        Ok(())
    }

    async fn end_of(&self, claim: &Claim, payload: Value) -> End {
        match Delivery::deserialize(&payload) {
            Ok(delivery) => self.deliver(delivery).await,
            // Such as one that a newer version of this program has stored.
            Err(error) => End::Dead {
                key: claim.task.clone(),
                letter: DeadLetter {
                    payload,
                    reason: format!("unreadable: {error}"),
                    attempts: 0,
                },
            },
        }
    }

    async fn deliver(&self, mut delivery: Delivery) -> End {
        let policy = self.sender.policy();
        let mut attempts = delivery.run.attempt() - 1;
        let mut last = String::from("no attempt");
        loop {
            let woken = policy.wake(
                &mut delivery.run,
                self.patience.max(RESOLUTION),
                unix_time(),
            );
            let next = match woken {
                Err(next) => next,
                Ok(attempt) => {
                    attempts = attempt.number();
                    let began = Instant::now();
                    let Err(refused) = self.sender.send(&delivery, &attempt).await else {
                        return End::Delivered;
                    };
                    last = refused.text;
                    let failure = Failure::new(refused.verdict).ran(began.elapsed());
                    policy.defer(&mut delivery.run, failure, self.patience, unix_time())
                }
            };
            match next {
                Next::Here(wait) => sleep(wait).await,
                Next::Later(_) => return End::FollowUp(delivery),
                Next::Stop(reason) => {
                    return End::Dead {
                        key: delivery.key(),
                        letter: DeadLetter {
                            payload: serde_json::to_value(&delivery)
                                .expect("plain data is always JSON"),
                            reason: format!("{reason}: {last}"),
                            attempts,
                        },
                    };
                }
            }
        }
    }
}
