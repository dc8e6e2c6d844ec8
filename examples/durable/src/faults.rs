use std::hash::{DefaultHasher, Hash, Hasher};

use axum::http::StatusCode;

use crate::answer::Answer;

/// Which calls the receiver refuses: a share of them, chosen by a seed.
///
/// It is a function of the key and of the number of the call, so that it does not matter in which order deliveries
/// arrive. For errors in a function's own order, see `retry_core::testing::Faults`.
#[derive(Clone, Copy, Debug)]
pub struct Faults {
    percent: u64,
    seed: u64,
}

impl Faults {
    /// Refuses this percentage of the calls.
    #[must_use]
    pub const fn percent(percent: u64, seed: u64) -> Self {
        Self { percent, seed }
    }

    pub(crate) fn answer(self, key: &str, number: u32) -> Answer {
        let mut hasher = DefaultHasher::new();
        (self.seed, key, number).hash(&mut hasher);
        let refuses = hasher.finish() % 100 < self.percent;
        Answer::from(if refuses {
            StatusCode::SERVICE_UNAVAILABLE
        } else {
            StatusCode::OK
        })
    }
}
