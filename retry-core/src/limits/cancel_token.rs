use core::time::Duration;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Ends blocking runs early: wakes the threads that wait for their next attempt, which is then not made.
///
/// Give it to a run with [`cancel_on`](crate::Retry::cancel_on), with `cancel = &TOKEN` in the attribute,
/// or with [`Pause::block_or`](crate::Pause::block_or) in a loop by hand. Keep it in a `static` or an
/// `Arc`. An async run needs no token: drop its future.
///
/// It cannot interrupt an attempt that is under way. Once cancelled, it stays so. The page
/// [Shutting down](crate::guide::shutting_down) has signals, workers, and what each way keeps and loses.
///
/// # Example: stop when the program is asked to
///
/// ```
/// use retry_core::{CancelToken, StopReason, retry};
/// use std::{thread, time::Duration};
///
/// static SHUTDOWN: CancelToken = CancelToken::new();
///
/// let worker = thread::spawn(|| {
///     retry(|| Err::<(), _>("busy"))
///         .backoff(Duration::from_secs(3600))
///         .cancel_on(&SHUTDOWN)
///         .report()
///         .call()
/// });
/// SHUTDOWN.cancel();
/// let report = worker.join().unwrap();
/// assert_eq!(report.stop, StopReason::Cancelled);
/// assert_eq!(report.outcome, Err("busy"));
/// ```
#[derive(Debug, Default)]
pub struct CancelToken {
    is_cancelled: Mutex<bool>,
    woken: Condvar,
}

impl CancelToken {
    /// A token that is not cancelled.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            is_cancelled: Mutex::new(false),
            woken: Condvar::new(),
        }
    }

    /// Cancels all runs that have this token, those that begin later too: they make one attempt.
    pub fn cancel(&self) {
        *self.lock() = true;
        self.woken.notify_all();
    }

    /// Whether it was cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        *self.lock()
    }

    /// Blocks the thread for this long, or until the token is cancelled. Returns whether it was not: the
    /// sleep went to its end.
    #[must_use]
    pub fn sleep(&self, delay: Duration) -> bool {
        let is_waiting = |is_cancelled: &mut bool| !*is_cancelled;
        let wait = self
            .woken
            .wait_timeout_while(self.lock(), delay, is_waiting);
        let (is_cancelled, _) = wait.unwrap_or_else(PoisonError::into_inner);
        !*is_cancelled
    }

    /// Sleeps with something that a token cannot wake, unless it is cancelled already. Returns whether it
    /// still was not after the sleep.
    pub(crate) fn around(&self, sleep: impl FnOnce()) -> bool {
        !self.is_cancelled() && {
            sleep();
            !self.is_cancelled()
        }
    }

    /// Nothing can panic while it is locked.
    fn lock(&self) -> MutexGuard<'_, bool> {
        self.is_cancelled
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
