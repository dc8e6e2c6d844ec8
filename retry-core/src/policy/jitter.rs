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
            Self::Decorrelated => decorrelated(backoff, n, seed),
            _ => self.spread(nominal, backoff.cap, n, || seed),
        }
    }

    /// The same for a schedule, which has no first delay for [`Self::Decorrelated`].
    pub(crate) fn spread(self, nominal: u64, cap: u64, n: u32, seed: impl FnOnce() -> u64) -> u64 {
        match self.bounds(nominal, cap) {
            (low, high) if low == high => low,
            (low, high) => random::draw(seed(), n, low, high),
        }
    }

    /// The shortest and the longest delay around a nominal one, without regard to the one before.
    const fn bounds(self, nominal: u64, cap: u64) -> (u64, u64) {
        match self {
            Self::None => (nominal, nominal),
            Self::Equal => (nominal / 2, nominal),
            Self::Ratio(ratio) if is_ratio(ratio) => {
                let share = share(nominal, ratio);
                let high = nominal.saturating_add(share);
                (nominal - share, if high < cap { high } else { cap })
            }
            Self::Full | Self::Ratio(_) | Self::Decorrelated => (0, nominal),
        }
    }

    /// The shortest and the longest delay before retry `n`, whatever the seed.
    pub(super) const fn range(self, nominal: u64, backoff: &Backoff, n: u32) -> (u64, u64) {
        match self {
            Self::Decorrelated if nominal > 0 => {
                let first = backoff.first_capped();
                // Each delay is at most three times the one before.
                let high = first.saturating_mul(3_u64.saturating_pow(n));
                (
                    first,
                    if high < backoff.cap {
                        high
                    } else {
                        backoff.cap
                    },
                )
            }
            _ => self.bounds(nominal, backoff.cap),
        }
    }
}

/// How many draws of the chain are replayed for one delay.
const WINDOW: u32 = 2048;

/// Replays the chain, which saves every run the field for the previous delay. The cost has a limit: a
/// chain forgets its past as soon as a delay is above a third of the cap, so a late delay is replayed
/// from the cap over the last draws only. From the smallest delay that there is to the largest cap the
/// chain takes some 450 draws.
fn decorrelated(backoff: &Backoff, n: u32, seed: u64) -> u64 {
    let (start, before) = match n.checked_sub(WINDOW) {
        None => (1, backoff.first_capped()),
        Some(skipped) => (skipped + 1, backoff.cap),
    };
    (start..=n).fold(before, |previous, i| chained(backoff, previous, i, seed))
}

/// The delay of retry `n` in the chain, after `previous`.
fn chained(backoff: &Backoff, previous: u64, n: u32, seed: u64) -> u64 {
    let high = previous.saturating_mul(3).min(backoff.cap);
    random::draw(seed, n, backoff.first_capped(), high)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the ratio is at most 1, `as` saturates, and the comparison takes back what rounding added"
)]
const fn share(nominal: u64, ratio: f64) -> u64 {
    let share = (nominal as f64 * ratio) as u64;
    if share < nominal { share } else { nominal }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;

    #[test]
    fn late_delays_of_the_chain_are_those_of_the_whole_chain() {
        let nanos = Duration::from_nanos;
        for (first, cap) in [
            (nanos(1), Duration::MAX),
            (nanos(1), Duration::from_secs(4)),
            (Duration::from_secs(1), Duration::from_secs(30)),
            (nanos(5), nanos(5)),
        ] {
            let backoff = Backoff::exponential(first).max_delay(cap);
            for seed in [0, 7, u64::MAX] {
                let mut previous = backoff.first_capped();
                for n in 1..=2 * WINDOW {
                    previous = chained(&backoff, previous, n, seed);
                    if n % 509 == 0 || n.abs_diff(WINDOW) < 3 {
                        let delay = decorrelated(&backoff, n, seed);
                        assert_eq!(delay, previous, "{backoff:?}, retry {n}");
                    }
                }
            }
        }
    }
}
