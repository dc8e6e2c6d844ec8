use super::atomic::{AtomicU64, Ordering};

/// A bucket that starts full: its rules, and how they change the one word that callers share, the tokens
/// that are *missing*. A full bucket is recognised by a comparison with 0.
///
/// Tokens are in millionths.
pub(super) struct Bucket {
    pub(super) capacity: u64,
    /// What an accepted run returns. `None` is what its last retry took, or one token.
    pub(super) success_returns: Option<u64>,
    /// Whether a retry is granted only while more than half is left, and taken from even when refused.
    pub(super) above_half: bool,
}

impl Bucket {
    /// Takes `cost` tokens, and returns whether the retry is granted.
    pub(super) fn withdraw(&self, missing: &AtomicU64, cost: u64) -> bool {
        let taken = missing.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |missing| {
            self.after(missing, cost)
        });
        match taken {
            Ok(missing) => !self.above_half || self.is_above_half(missing.saturating_add(cost)),
            Err(_) => false,
        }
    }

    /// What is missing after a withdrawal, or `None` if it takes nothing.
    fn after(&self, missing: u64, cost: u64) -> Option<u64> {
        let after = missing.saturating_add(cost);
        if self.above_half {
            Some(after.min(self.capacity))
        } else {
            (after <= self.capacity).then_some(after)
        }
    }

    fn is_above_half(&self, missing: u64) -> bool {
        self.capacity.saturating_sub(missing) > self.capacity / 2
    }

    /// Returns what an accepted run does, given what its last retry took.
    pub(super) fn accept(&self, missing: &AtomicU64, taken: u64) {
        Self::put_back(missing, self.success_returns.unwrap_or(taken));
    }

    /// Returns tokens, up to the capacity.
    pub(super) fn put_back(missing: &AtomicU64, tokens: u64) {
        let returned = |missing: u64| (missing > 0).then(|| missing.saturating_sub(tokens));
        // An error means that the bucket is full.
        let _ = missing.fetch_update(Ordering::Relaxed, Ordering::Relaxed, returned);
    }

    pub(super) fn left(&self, missing: &AtomicU64) -> u64 {
        self.capacity - missing.load(Ordering::Relaxed)
    }
}
