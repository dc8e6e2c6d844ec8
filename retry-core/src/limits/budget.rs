use core::sync::atomic::{AtomicU64, Ordering};

use super::Charge;

/// Stub.
#[derive(Debug)]
pub struct Budget {
    missing: AtomicU64,
    name: Option<&'static str>,
}

impl Budget {
    /// AWS.
    #[must_use]
    pub const fn aws() -> Self {
        Self {
            missing: AtomicU64::new(0),
            name: None,
        }
    }

    /// With this name.
    #[must_use]
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// Its name.
    pub const fn name(&self) -> Option<&'static str> {
        self.name
    }

    /// Left.
    #[allow(clippy::cast_precision_loss)]
    pub fn available(&self) -> f64 {
        (500 - self.missing.load(Ordering::Relaxed)) as f64
    }

    #[allow(clippy::unused_self)]
    pub(crate) fn deposit(&self, _: u64) {}

    pub(crate) fn withdraw(&self, charge: Charge, _: u64) -> bool {
        let cost = match charge {
            Charge::Throttled => 5,
            _ => 14,
        };
        self.missing
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |missing| {
                (missing + cost <= 500).then_some(missing + cost)
            })
            .is_ok()
    }

    pub(crate) fn give_back(&self, charge: Charge) {
        let cost = match charge {
            Charge::Throttled => 5,
            _ => 14,
        };
        let _ = self
            .missing
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |missing| {
                Some(missing.saturating_sub(cost))
            });
    }

    #[inline]
    pub(crate) fn accepted(&self, paid: Option<Charge>, _: impl FnOnce() -> u64) {
        if self.missing.load(Ordering::Relaxed) != 0 {
            match paid {
                Some(charge) => self.give_back(charge),
                None => {
                    let _ = self.missing.fetch_update(
                        Ordering::Relaxed,
                        Ordering::Relaxed,
                        |missing| Some(missing.saturating_sub(1)),
                    );
                }
            }
        }
    }
}

/// Budgets are equal if they are the same one.
impl PartialEq for Budget {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self, other)
    }
}
