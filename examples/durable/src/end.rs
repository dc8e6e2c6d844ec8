use crate::{dead_letter::DeadLetter, delivery::Delivery, new_task::NewTask};

/// How the work on one task ended.
#[derive(Clone, Debug)]
pub enum End {
    /// The receiver has it.
    Delivered,
    /// The next attempt is due later, by a task of its own.
    FollowUp(Delivery),
    /// There is no next attempt.
    Dead {
        /// The key of the task.
        key: String,
        /// What is kept.
        letter: DeadLetter,
    },
}

impl End {
    /// The task that this one leads to.
    #[must_use]
    pub fn next_task(&self) -> Option<NewTask> {
        match self {
            Self::Delivered => None,
            Self::FollowUp(delivery) => Some(NewTask::deliver(delivery)),
            Self::Dead { key, letter } => Some(NewTask::dead(key.clone(), letter)),
        }
    }

    /// A word for the table of tasks.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::FollowUp(_) => "followed by another task",
            Self::Dead { .. } => "dead",
        }
    }
}
