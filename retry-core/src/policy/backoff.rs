use core::time::Duration;

use super::{BackoffKind, nanos};

const DEFAULT_MAX_DELAY: Duration = Duration::from_secs(30);
pub(super) const DEFAULT_FACTOR: f64 = 2.0;

/// The rule for the nominal delay before retry `n`, counted from 1: what is waited before
/// [`Jitter`](crate::Jitter) makes it random.
///
/// | constructor | nominal delay before retry `n` |
/// |---|---|
/// | [`constant(d)`](Backoff::constant) | `d` |
/// | [`linear(d)`](Backoff::linear) | `d · n` |
/// | [`exponential(d)`](Backoff::exponential) | `d · factor^(n−1)`, factor 2 unless given |
/// | [`fibonacci(d)`](Backoff::fibonacci) | `d · F(n)` with `F` = 1, 1, 2, 3, 5, 8 … |
///
/// Each is then capped by `max_delay`: 30 s unless given. A `Duration` where a backoff is expected
/// is exponential from that delay.
///
/// Delays are whole nanoseconds and exact where the factor is a whole number. They saturate at 584
/// years and never overflow. No method here panics: a factor that is not a finite number above
/// zero counts as 2, and is refused by [`Policy::backoff`](crate::Policy::backoff).
///
/// # Example: a backoff is a schedule
///
/// ```
/// use core::time::Duration;
/// use retry_core::Backoff;
///
/// let backoff = Backoff::exponential(Duration::from_secs(1)).max_delay(Duration::from_secs(5));
/// let seconds: Vec<u64> = backoff.into_iter().take(5).map(|delay| delay.as_secs()).collect();
/// assert_eq!(seconds, [1, 2, 4, 5, 5]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    pub(super) kind: BackoffKind,
    /// In nanoseconds, as `max_delay` is.
    pub(super) first: u64,
    pub(super) factor: f64,
    pub(super) fast_first: bool,
    /// The cap that was set, [`nanos::NONE`] if none was.
    pub(crate) max_delay: u64,
}

impl Backoff {
    #[inline]
    pub(super) const fn new(kind: BackoffKind, first: Duration) -> Self {
        Self {
            kind,
            first: nanos::from_duration(first),
            factor: DEFAULT_FACTOR,
            fast_first: false,
            max_delay: nanos::NONE,
        }
    }

    /// The same delay before every retry.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Backoff;
    /// let delays = Backoff::constant(Duration::from_secs(2)).into_iter().take(3);
    /// assert!(delays.eq([2, 2, 2].map(Duration::from_secs)));
    /// ```
    #[must_use]
    #[inline]
    pub const fn constant(delay: Duration) -> Self {
        Self::new(BackoffKind::Constant, delay)
    }

    /// Grows by `first` with every retry; the first delay is `first` itself.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Backoff;
    /// let delays = Backoff::linear(Duration::from_secs(2)).into_iter().take(3);
    /// assert!(delays.eq([2, 4, 6].map(Duration::from_secs)));
    /// ```
    #[must_use]
    #[inline]
    pub const fn linear(first: Duration) -> Self {
        Self::new(BackoffKind::Linear, first)
    }

    /// Doubles with every retry, or grows by [`factor`](Backoff::factor). What most callers want:
    /// patient with an outage, quick over a hiccup.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Backoff;
    /// let delays = Backoff::exponential(Duration::from_secs(2)).into_iter().take(3);
    /// assert!(delays.eq([2, 4, 8].map(Duration::from_secs)));
    /// ```
    #[must_use]
    #[inline]
    pub const fn exponential(first: Duration) -> Self {
        Self::new(BackoffKind::Exponential, first)
    }

    /// Grows as the Fibonacci numbers do, by about 1.618: gentler than doubling.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Backoff;
    /// let delays = Backoff::fibonacci(Duration::from_secs(2)).into_iter().take(5);
    /// assert!(delays.eq([2, 2, 4, 6, 10].map(Duration::from_secs)));
    /// ```
    #[must_use]
    #[inline]
    pub const fn fibonacci(first: Duration) -> Self {
        Self::new(BackoffKind::Fibonacci, first)
    }

    /// By how much an exponential backoff grows from retry to retry. The default is 2; below 1 the
    /// delays shrink. The other kinds have no factor.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Backoff;
    /// let delays = Backoff::exponential(Duration::from_secs(1)).factor(10.0).into_iter().take(2);
    /// assert!(delays.eq([1, 10].map(Duration::from_secs)));
    /// ```
    #[must_use]
    #[inline]
    pub const fn factor(mut self, factor: f64) -> Self {
        self.factor = factor;
        self
    }

    /// No delay is longer than this. The default is 30 s, or the first delay if that is longer.
    #[must_use]
    #[inline]
    pub const fn max_delay(mut self, max_delay: Duration) -> Self {
        self.max_delay = nanos::from_duration(max_delay);
        self
    }

    /// The first retry follows at once; all others wait what they would have waited. For hiccups that
    /// are over as soon as they are noticed: a connection that was closed while it was idle.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Backoff;
    /// let delays = Backoff::exponential(Duration::from_secs(1)).fast_first().into_iter().take(4);
    /// assert!(delays.eq([0, 2, 4, 8].map(Duration::from_secs)));
    /// ```
    #[must_use]
    pub const fn fast_first(mut self) -> Self {
        self.fast_first = true;
        self
    }

    /// The longest delay in nanoseconds: the cap that was set, or 30 s, or the first delay if that is
    /// longer.
    #[inline]
    pub(super) const fn cap(&self) -> u64 {
        const DEFAULT: u64 = nanos::from_duration(DEFAULT_MAX_DELAY);
        if self.max_delay != nanos::NONE {
            self.max_delay
        } else if self.first > DEFAULT {
            self.first
        } else {
            DEFAULT
        }
    }

    /// The first delay, capped.
    pub(super) fn first_capped(&self) -> u64 {
        self.first.min(self.cap())
    }

    /// The capped delay before retry `n ≥ 1`.
    #[inline]
    pub(crate) fn nominal(&self, n: u32) -> u64 {
        if self.fast_first && n == 1 {
            return 0;
        }
        let delay = match self.kind {
            BackoffKind::Exponential if is_two(self.factor) => doubled(self.first, n - 1),
            _ => self.grown(n),
        };
        delay.min(self.cap())
    }

    /// The delay before retry `n` without the cap: the table of the constructors.
    #[cold]
    #[inline(never)]
    fn grown(&self, n: u32) -> u64 {
        match self.kind {
            BackoffKind::Constant => self.first,
            BackoffKind::Linear => self.first.saturating_mul(u64::from(n)),
            BackoffKind::Exponential => exponential(self.first, self.factor, n - 1),
            BackoffKind::Fibonacci => self.first.saturating_mul(fibonacci_number(n)),
        }
    }
}

#[allow(clippy::float_cmp, reason = "2 is exact")]
#[inline]
const fn is_two(factor: f64) -> bool {
    factor == 2.0
}

/// `first · 2^times`: [`exponential`] with the default factor, which most policies have.
#[inline]
fn doubled(first: u64, times: u32) -> u64 {
    first.saturating_mul(1_u64.checked_shl(times).unwrap_or(u64::MAX))
}

/// A factor that backoff can use: finite and above zero.
pub(super) const fn is_factor(factor: f64) -> bool {
    factor > 0.0 && factor < f64::INFINITY
}

/// `first · factor^exponent`, in integers where the factor is one, else rounded to a nanosecond.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "`as` saturates; the comparison asks whether the factor is exactly a whole number"
)]
fn exponential(first: u64, factor: f64, exponent: u32) -> u64 {
    let factor = if is_factor(factor) {
        factor
    } else {
        DEFAULT_FACTOR
    };
    let whole = factor as u64;
    if whole as f64 == factor {
        return first.saturating_mul(whole.saturating_pow(exponent));
    }
    // Not `0 · ∞`, which is not a number.
    if first == 0 {
        0
    } else {
        (first as f64 * power(factor, exponent) + 0.5) as u64
    }
}

/// `f64::powi` for `no_std`, by squaring.
fn power(mut base: f64, mut exponent: u32) -> f64 {
    let mut result = 1.0;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result *= base;
        }
        base *= base;
        exponent >>= 1;
    }
    result
}

/// `F(1) = F(2) = 1`; saturates from `F(94)` on, where 64 bits end.
fn fibonacci_number(n: u32) -> u64 {
    let (mut current, mut next) = (1_u64, 1_u64);
    for _ in 1..n.min(94) {
        (current, next) = (next, current.saturating_add(next));
    }
    current
}

/// Exponential from this delay.
impl From<Duration> for Backoff {
    #[inline]
    fn from(first: Duration) -> Self {
        Self::exponential(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubling_gives_what_the_general_formula_gives() {
        for first in [0, 1, 3, 1_000_000, 4_294_967_296, u64::MAX] {
            for times in (0..=70).chain([u32::MAX]) {
                assert_eq!(
                    doubled(first, times),
                    exponential(first, 2.0, times),
                    "{first} doubled {times} times"
                );
            }
        }
    }
}
