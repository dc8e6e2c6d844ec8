use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use retry_core::{
    http::{HttpEvent, HttpRetry, Mounts},
    testing::ManualClock,
};

use crate::event_line::event_line;

/// Records what a retry does: its waits, on a manual clock, and the events that its hooks get.
#[derive(Debug, Default)]
pub struct Recorder {
    clock: ManualClock,
    events: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    /// An empty recorder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A retry with these policies that this recorder records.
    pub fn retry(&self, mounts: impl Into<Mounts>) -> HttpRetry<ManualClock> {
        let hook = || {
            let events = Arc::clone(&self.events);
            move |event: &HttpEvent<'_>| lock(&events).push(event_line(event))
        };
        HttpRetry::new(mounts)
            .on_retry(hook())
            .on_stop(hook())
            .timer(self.clock())
    }

    /// The clock of the recorded retry.
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
    pub fn events(&self) -> Vec<String> {
        lock(&self.events).clone()
    }
}

fn lock(events: &Mutex<Vec<String>>) -> MutexGuard<'_, Vec<String>> {
    events.lock().unwrap_or_else(PoisonError::into_inner)
}
