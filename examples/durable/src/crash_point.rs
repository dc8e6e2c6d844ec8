use std::process;

use clap::ValueEnum;

/// Where a worker kills itself, for the tests of what a crash leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CrashPoint {
    /// The receiver has answered, and the store knows nothing of it.
    BeforeTransaction,
    /// The task is acknowledged and its follow-up not pushed, within the transaction.
    BetweenStatements,
    /// Both are written and not committed.
    BeforeCommit,
    /// Both are committed, and apalis has not heard of it.
    AfterCommit,
}

impl CrashPoint {
    /// Ends the process like `kill -9`: without destructors, and without a word to the database.
    pub(crate) fn reached(self, chosen: Option<Self>) {
        if chosen == Some(self) {
            process::abort();
        }
    }
}
