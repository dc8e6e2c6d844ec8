use super::{
    atomic::{AtomicU64, Ordering::Relaxed},
    closing::Closing,
};

/// The latest closing of a gate, which many calls change at the same time.
///
/// All orderings are relaxed: everything that decides is in this one word, and nothing else is published by it.
#[derive(Debug)]
pub(super) struct Closings(pub(super) AtomicU64);

impl Closings {
    /// The latest one, unless the gate is open.
    #[inline]
    pub(super) fn latest(&self) -> Option<Closing> {
        match self.0.load(Relaxed) {
            Closing::NONE => None,
            closing => Some(Closing(closing)),
        }
    }

    /// Adds one. The gate never opens earlier because of it.
    pub(super) fn add(&self, closing: Closing) {
        self.0.fetch_max(closing.0, Relaxed);
    }

    /// Forgets one whose opening has passed. One that has come since stays.
    pub(super) fn forget(&self, closing: Closing) {
        let _ = self
            .0
            .compare_exchange(closing.0, Closing::NONE, Relaxed, Relaxed);
    }
}
