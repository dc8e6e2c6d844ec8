use super::{Backoff, random};

/// How a nominal delay is made random, so that callers that failed together do not all retry at the
/// same moment.
///
/// Jitter applies to the capped delay and never exceeds the cap, so delays at `max_delay` are spread
/// too.
///
/// | kind | delay for the nominal delay `d`, already capped at `cap` |
/// |---|---|
/// | `None` | `d` |
/// | `Full`, the default | uniform in `[0, d]` |
/// | `Equal` | uniform in `[d/2, d]` |
/// | `Ratio(r)`, `0 < r ≤ 1` | uniform in `[d·(1−r), min(cap, d·(1+r))]` |
/// | `Decorrelated` | uniform in `[first, min(cap, 3·previous)]` |
///
/// `Full`, `Equal` and `Decorrelated` are named and compared in "Exponential Backoff And Jitter"
/// (Marc Brooker, AWS Architecture Blog, 2015).
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Backoff, Jitter, Policy};
///
/// const POLICY: Policy = Policy::new()
///     .backoff(Backoff::constant(Duration::from_secs(8)))
///     .jitter(Jitter::Ratio(0.25))
///     .seed(7);
/// for delay in POLICY.delays_with(7) {
///     assert!((Duration::from_secs(6)..=Duration::from_secs(10)).contains(&delay));
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Jitter {
    /// Exactly the nominal delay. For tests, and where there are no other callers.
    None,
    /// Anything from zero to the nominal delay, on average half of it. It spreads callers the most.
    #[default]
    Full,
    /// At least half of the nominal delay.
    Equal,
    /// The nominal delay plus or minus up to this share of it. A ratio outside of `(0, 1]` counts as
    /// `Full`, and [`Policy::jitter`](crate::Policy::jitter) refuses it.
    Ratio(f64),
    /// Each delay depends on the one before. It uses only the first delay of the backoff, which must
    /// be above 0, and the cap. With a [`schedule`](crate::Retry::schedule) it acts as `Full`.
    Decorrelated,
}

/// Whether jitter can use this ratio: above 0 and at most 1.
pub(super) const fn is_ratio(ratio: f64) -> bool {
    ratio > 0.0 && ratio <= 1.0
}

impl Jitter {
    pub(crate) const fn is_random(self) -> bool {
        !matches!(self, Self::None)
    }

    /// The delay before retry `n`, given its nominal delay. A delay of zero stays zero and draws no
    /// seed.
    #[inline]
    pub(super) fn delay(
        self,
        nominal: u64,
        backoff: &Backoff,
        n: u32,
        seed: impl FnOnce() -> u64,
    ) -> u64 {
        match self {
            Self::None => nominal,
            _ if nominal == 0 => 0,
            Self::Full => random::draw(seed(), n, 0, nominal),
            _ => self.unusual_delay(nominal, backoff, n, seed()),
        }
    }

    #[cold]
    #[inline(never)]
    fn unusual_delay(self, nominal: u64, backoff: &Backoff, n: u32, seed: u64) -> u64 {
        match self {
            Self::Decorrelated => decorrelated(backoff.first_capped(), backoff.cap, n, seed),
            _ => self.spread(nominal, backoff.cap, n, || seed),
        }
    }

    /// The same for a schedule, which has no first delay for [`Self::Decorrelated`].
    pub(crate) fn spread(self, nominal: u64, cap: u64, n: u32, seed: impl FnOnce() -> u64) -> u64 {
        let (low, high) = match self {
            Self::None => return nominal,
            Self::Equal => (nominal / 2, nominal),
            Self::Ratio(ratio) if is_ratio(ratio) => {
                let share = share(nominal, ratio);
                (nominal - share, nominal.saturating_add(share).min(cap))
            }
            Self::Full | Self::Ratio(_) | Self::Decorrelated => (0, nominal),
        };
        match high {
            0 => 0,
            high => random::draw(seed(), n, low, high),
        }
    }
}

/// Replays all draws up to retry `n`. The `n` steps come before a wait anyway, and no run has to
/// store its previous delay.
fn decorrelated(first: u64, cap: u64, n: u32, seed: u64) -> u64 {
    (1..=n).fold(first, |previous, i| {
        random::draw(seed, i, first, previous.saturating_mul(3).min(cap))
    })
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the ratio is at most 1, `as` saturates, and `min` takes back what rounding added"
)]
fn share(nominal: u64, ratio: f64) -> u64 {
    ((nominal as f64 * ratio) as u64).min(nominal)
}
