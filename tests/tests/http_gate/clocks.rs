use std::{
    sync::atomic::{AtomicU64, Ordering::SeqCst},
    time::Duration,
};

use retry_core::time::{BlockingTimer, Clock};

/// A clock that the test sets, with an entropy that the test chooses.
#[derive(Debug, Default)]
pub(crate) struct FixedClock {
    pub(crate) nanos: AtomicU64,
    pub(crate) entropy: u64,
}

impl FixedClock {
    pub(crate) fn at(nanos: u64) -> Self {
        let nanos = AtomicU64::new(nanos);
        Self { nanos, entropy: 0 }
    }

    pub(crate) fn drawing(entropy: u64) -> Self {
        Self {
            entropy,
            ..Self::default()
        }
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.nanos.fetch_add(
            by.as_nanos().try_into().expect("fewer than 584 years"),
            SeqCst,
        );
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Duration {
        Duration::from_nanos(self.nanos.load(SeqCst))
    }

    fn entropy(&self) -> u64 {
        self.entropy
    }
}

impl BlockingTimer for FixedClock {
    fn block(&self, delay: Duration) {
        self.advance(delay);
    }
}

/// A clock that panics when it is read.
pub(crate) struct UnreadableClock;

impl Clock for UnreadableClock {
    fn now(&self) -> Duration {
        panic!("the clock was read")
    }

    fn entropy(&self) -> u64 {
        panic!("a random number was drawn")
    }
}
