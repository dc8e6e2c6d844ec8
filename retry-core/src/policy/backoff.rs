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
    /// Whether each delay is twice the one before it, as in most policies: exponential backoff with
    /// factor 2 and without `fast_first`.
    doubles: bool,
    /// The longest delay in nanoseconds: what was set, or 30 s, or the first delay if that is longer.
    pub(super) cap: u64,
    pub(super) is_capped: bool,
}

impl Backoff {
    #[inline]
    pub(super) const fn new(kind: BackoffKind, first: Duration) -> Self {
        const DEFAULT: u64 = nanos::from_duration(DEFAULT_MAX_DELAY);
        let first = nanos::from_duration(first);
        Self {
            kind,
            first,
            factor: DEFAULT_FACTOR,
            fast_first: false,
            doubles: matches!(kind, BackoffKind::Exponential),
            cap: if first > DEFAULT { first } else { DEFAULT },
            is_capped: false,
        }
    }

    #[inline]
    const fn with_growth(mut self, factor: f64, fast_first: bool) -> Self {
        self.factor = factor;
        self.fast_first = fast_first;
        let is_exponential = matches!(self.kind, BackoffKind::Exponential);
        self.doubles = is_exponential && is_default(factor) && !fast_first;
        self
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
    pub const fn factor(self, factor: f64) -> Self {
        self.with_growth(factor, self.fast_first)
    }

    /// No delay is longer than this. The default is 30 s, or the first delay if that is longer.
    #[must_use]
    #[inline]
    pub const fn max_delay(mut self, max_delay: Duration) -> Self {
        self.cap = nanos::from_duration(max_delay);
        self.is_capped = true;
        self
    }

    /// The cap that was set, [`nanos::NONE`] if none was.
    pub(crate) const fn max_delay_set(&self) -> u64 {
        if self.is_capped {
            self.cap
        } else {
            nanos::NONE
        }
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
    pub const fn fast_first(self) -> Self {
        self.with_growth(self.factor, true)
    }

    /// The first delay, capped.
    pub(super) fn first_capped(&self) -> u64 {
        self.first.min(self.cap)
    }

    /// The capped delay before retry `n ≥ 1`.
    #[inline]
    pub(crate) const fn nominal(&self, n: u32) -> u64 {
        if self.doubles {
            doubled(self.first, n - 1, self.cap)
        } else {
            self.general_nominal(n)
        }
    }

    /// The capped delay before retry `n`, where the one before it is known.
    #[inline]
    pub(super) const fn nominal_after(&self, before: u64, n: u32) -> u64 {
        if self.doubles {
            doubled(before, 1, self.cap)
        } else {
            self.general_nominal(n)
        }
    }

    #[cold]
    #[inline(never)]
    const fn general_nominal(&self, n: u32) -> u64 {
        if self.fast_first && n == 1 {
            return 0;
        }
        let delay = match self.kind {
            BackoffKind::Constant => self.first,
            BackoffKind::Linear => self.first.saturating_mul(n as u64),
            BackoffKind::Exponential => exponential(self.first, self.factor, n - 1),
            BackoffKind::Fibonacci => self.first.saturating_mul(fibonacci_number(n)),
        };
        if delay < self.cap { delay } else { self.cap }
    }
}

const fn is_default(factor: f64) -> bool {
    factor.to_bits() == DEFAULT_FACTOR.to_bits()
}

/// `first · 2^times`, but at most `cap`. It is the cap that is halved for the comparison, so that
/// nothing overflows.
#[inline]
const fn doubled(first: u64, times: u32, cap: u64) -> u64 {
    if times < u64::BITS && first <= cap >> times {
        first << times
    } else if first == 0 {
        0
    } else {
        cap
    }
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
const fn exponential(first: u64, factor: f64, exponent: u32) -> u64 {
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
const fn power(mut base: f64, mut exponent: u32) -> f64 {
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
const fn fibonacci_number(n: u32) -> u64 {
    let (mut current, mut next) = (1_u64, 1_u64);
    let mut i = 1;
    while i < n && i < 94 {
        (current, next) = (next, current.saturating_add(next));
        i += 1;
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
            for cap in [0, 1, 5, 1_000_000_007, u64::MAX] {
                for times in (0..=70).chain([u32::MAX]) {
                    assert_eq!(
                        doubled(first, times, cap),
                        exponential(first, 2.0, times).min(cap),
                        "{first} doubled {times} times, at most {cap}"
                    );
                }
            }
        }
    }
}
