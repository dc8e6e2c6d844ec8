use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use retry_core::{
    http::{HttpEvent, HttpRetry, Mounts},
    testing::ManualClock,
};

use crate::event_line::event_line;

/// Keeps what a retry does: its waits, on a clock that stands still otherwise, and what its hooks are
/// told.
#[derive(Debug, Default)]
pub struct Recorder {
    clock: ManualClock,
    log: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    /// One that has nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The retry that is recorded, with what is mounted.
    pub fn retry(&self, mounts: impl Into<Mounts>) -> HttpRetry<ManualClock> {
        let hook = || {
            let log = Arc::clone(&self.log);
            move |event: &HttpEvent<'_>| lock(&log).push(event_line(event))
        };
        HttpRetry::new(mounts)
            .on_retry(hook())
            .on_stop(hook())
            .timer(self.clock())
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> ManualClock {
        self.clock.clone()
    }

    /// The waits so far.
    #[must_use]
    pub fn waits(&self) -> Vec<Duration> {
        self.clock.waits()
    }

    /// The events so far, each as a line: `GET page #1: 503: 100ms`.
    #[must_use]
    pub fn log(&self) -> Vec<String> {
        lock(&self.log).clone()
    }
}

fn lock(log: &Mutex<Vec<String>>) -> MutexGuard<'_, Vec<String>> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}
