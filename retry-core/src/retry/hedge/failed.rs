use crate::{driver::Held, outcome::Verdict};

/// An attempt that has ended with an outcome that was not accepted.
pub(super) struct Failed<R> {
    pub(super) attempt: u32,
    pub(super) outcome: R,
    pub(super) verdict: Verdict,
    pub(super) was_cut: bool,
    /// Whether a breaker lets no attempt through now.
    pub(super) held: Option<Held>,
}
