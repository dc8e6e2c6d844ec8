use core::{fmt, time::Duration};

use super::{BackoffKind, nanos};

const DEFAULT_MAX_DELAY: Duration = Duration::from_secs(30);
pub(super) const DEFAULT_FACTOR: f64 = 2.0;

/// The rule for the nominal delay before retry `n`, counted from 1. [`Jitter`](crate::Jitter) then
/// makes the delay random.
///
/// | constructor | nominal delay before retry `n` |
/// |---|---|
/// | [`constant(d)`](Backoff::constant) | `d` |
/// | [`linear(d)`](Backoff::linear) | `d · n` |
/// | [`exponential(d)`](Backoff::exponential) | `d · factor^(n−1)`, factor 2 unless given |
/// | [`fibonacci(d)`](Backoff::fibonacci) | `d · F(n)` with `F` = 1, 1, 2, 3, 5, 8 … |
///
/// Each delay is capped at `max_delay`, by default 30 s, or the first delay if that is longer. Where
/// a backoff is expected, a `Duration` is the first delay of an exponential one.
///
/// Delays are whole nanoseconds, exact for whole factors, and saturate at 584 years. No method here
/// panics: a factor that is not finite and above 0 counts as 2, and
/// [`Policy::backoff`](crate::Policy::backoff) refuses it.
///
/// # Example: list the nominal delays
///
/// ```
/// use core::time::Duration;
/// use retry_core::Backoff;
///
/// let backoff = Backoff::exponential(Duration::from_secs(1)).max_delay(Duration::from_secs(5));
/// let seconds: Vec<u64> = backoff.into_iter().take(5).map(|delay| delay.as_secs()).collect();
/// assert_eq!(seconds, [1, 2, 4, 5, 5]);
/// ```
#[derive(Clone, Copy, PartialEq)]
pub struct Backoff {
    pub(super) kind: BackoffKind,
    /// The first delay in nanoseconds.
    pub(super) first: u64,
    pub(super) factor: f64,
    pub(super) fast_first: bool,
    /// Whether each delay is twice the one before, as in most policies: exponential with factor 2 and
    /// without `fast_first`.
    doubles: bool,
    /// The longest delay in nanoseconds, by default 30 s or the first delay if that is longer.
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

    /// A delay that starts at `first` and grows by `first` with every retry.
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

    /// A delay that starts at `first` and doubles with every retry, or grows by
    /// [`factor`](Backoff::factor). Most callers want this one: short waits after a hiccup, long ones
    /// in an outage.
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

    /// A delay that starts at `first` and grows like the Fibonacci numbers, by a factor of about 1.618.
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

    /// The factor by which exponential delays grow, by default 2. Below 1 the delays shrink. The other
    /// kinds ignore it.
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

    /// The longest delay. The default is 30 s, or the first delay if that is longer. Below the first delay
    /// it caps that one too: every delay is then this long. [`Policy::backoff`](crate::Policy::backoff) does
    /// not accept such a backoff.
    #[must_use]
    #[inline]
    pub const fn max_delay(mut self, max_delay: Duration) -> Self {
        self.cap = nanos::from_duration(max_delay);
        self.is_capped = true;
        self
    }

    /// The cap that was set, or [`nanos::NONE`].
    pub(crate) const fn explicit_max_delay(&self) -> u64 {
        if self.is_capped {
            self.cap
        } else {
            nanos::NONE
        }
    }

    /// Makes the first retry without a delay; later delays stay as they are. For failures that are
    /// over once they are noticed, such as an idle connection that the server has closed.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Backoff;
    /// let delays = Backoff::exponential(Duration::from_secs(1)).fast_first().into_iter().take(4);
    /// assert!(delays.eq([0, 2, 4, 8].map(Duration::from_secs)));
    /// ```
    #[must_use]
    #[inline]
    pub const fn fast_first(self) -> Self {
        self.with_growth(self.factor, true)
    }

    /// The first delay, capped.
    pub(super) const fn first_capped(&self) -> u64 {
        if self.first < self.cap {
            self.first
        } else {
            self.cap
        }
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

    /// The capped delay before retry `n`, given the delay before retry `n - 1`.
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

#[inline]
pub(super) const fn is_default(factor: f64) -> bool {
    factor.to_bits() == DEFAULT_FACTOR.to_bits()
}

/// `first · 2^times`, but at most `cap`. The comparison halves the cap, since doubling could overflow.
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

/// Whether backoff can use this factor: finite and above 0.
pub(super) const fn is_factor(factor: f64) -> bool {
    factor > 0.0 && factor < f64::INFINITY
}

/// `first · factor^exponent`, in integers for a whole factor, else rounded to a nanosecond.
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
    // `0 · ∞` would be NaN.
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

/// `F(n)` with `F(1) = F(2) = 1`, saturating from `F(94)` on, which no longer fits 64 bits.
const fn fibonacci_number(n: u32) -> u64 {
    let (mut current, mut next) = (1_u64, 1_u64);
    let mut i = 1;
    while i < n && i < 94 {
        (current, next) = (next, current.saturating_add(next));
        i += 1;
    }
    current
}

/// Shows the values that were given, and the cap in force.
#[allow(
    clippy::missing_fields_in_debug,
    reason = "the others follow from these"
)]
impl fmt::Debug for Backoff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Backoff");
        shown.field("kind", &self.kind);
        shown.field("first", &nanos::to_duration(self.first));
        if self.kind == BackoffKind::Exponential {
            shown.field("factor", &self.factor);
        }
        shown.field("fast_first", &self.fast_first);
        shown.field("max_delay", &nanos::to_duration(self.cap));
        shown.finish()
    }
}

/// Exponential, with this first delay.
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
