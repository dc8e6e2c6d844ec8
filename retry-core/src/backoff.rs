use core::{mem, time::Duration};

use crate::nanos;

mod doublings;

use self::doublings::Doublings;

/// The longest delay where no `max_delay` is given: 30 s, or the first delay if that is longer.
pub(crate) const DEFAULT_MAX_DELAY: Duration = Duration::from_secs(30);
pub(crate) const DEFAULT_FACTOR: f64 = 2.0;

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
    pub(crate) first: u64,
    pub(crate) factor: f64,
    /// The cap in force, given or not.
    pub(crate) cap: u64,
    is_capped: bool,
    pub(crate) kind: BackoffKind,
    pub(crate) fast_first: bool,
    /// Set where every delay is the first one doubled so and so often, as in most backoffs.
    doublings: Option<Doublings>,
}

/// The shape of a [`Backoff`], as configuration names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BackoffKind {
    /// The same delay before every retry.
    Constant,
    /// The first delay times the number of the retry.
    Linear,
    /// Each delay is the one before it times a factor.
    #[default]
    Exponential,
    /// Each delay is the sum of the two before it.
    Fibonacci,
}

impl Backoff {
    #[inline]
    pub(crate) const fn new(kind: BackoffKind, first: Duration) -> Self {
        const DEFAULT: u64 = nanos::from_duration(DEFAULT_MAX_DELAY);
        let first = nanos::from_duration(first);
        let mut backoff = Self {
            first,
            factor: DEFAULT_FACTOR,
            cap: if first > DEFAULT { first } else { DEFAULT },
            is_capped: false,
            kind,
            fast_first: false,
            doublings: None,
        };
        backoff.set_kind(kind);
        backoff
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
        self.set_factor(factor);
        self
    }

    #[inline]
    pub(crate) const fn set_factor(&mut self, factor: f64) {
        self.factor = factor;
        self.set_kind(self.kind);
    }

    #[inline]
    pub(crate) const fn set_kind(&mut self, kind: BackoffKind) {
        self.kind = kind;
        self.doublings = match kind {
            BackoffKind::Exponential if !self.fast_first => Doublings::of(self.factor),
            _ => None,
        };
    }

    /// No delay is longer than this. The default is 30 s, or the first delay if that is longer.
    #[must_use]
    #[inline]
    pub const fn max_delay(mut self, max_delay: Duration) -> Self {
        self.cap = nanos::from_duration(max_delay);
        self.is_capped = true;
        self
    }

    /// The cap that was given, [`nanos::NONE`] if none was.
    pub(crate) const fn given_cap(&self) -> u64 {
        if self.is_capped {
            self.cap
        } else {
            nanos::NONE
        }
    }

    /// Takes the cap of another backoff.
    #[inline]
    pub(crate) const fn set_cap_of(&mut self, other: &Self) {
        self.cap = other.cap;
        self.is_capped = other.is_capped;
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
        self.set_fast_first(true);
        self
    }

    pub(crate) const fn set_fast_first(&mut self, fast_first: bool) {
        self.fast_first = fast_first;
        self.set_kind(self.kind);
    }

    /// Whether every delay is the first one doubled so and so often.
    pub(crate) const fn doubles(&self) -> bool {
        self.doublings.is_some()
    }

    /// The capped delay before retry `n ≥ 1`.
    #[inline]
    pub(crate) fn nominal(&self, n: u32) -> u64 {
        match self.doublings {
            Some(doublings) => doublings.applied(self.first, n - 1, self.cap),
            None => self.nominal_otherwise(n),
        }
    }

    /// [`Backoff::nominal`] for who asks for one retry after the other: `doubled` goes from each call to
    /// the next, and begins as [`Backoff::first_capped`]. To double the delay before takes less than to
    /// double the first one `n` times.
    #[inline]
    pub(crate) fn next_nominal(&self, n: u32, doubled: &mut u64) -> u64 {
        match self.doublings {
            Some(doublings) => mem::replace(doubled, doublings.applied(*doubled, 1, self.cap)),
            None => self.nominal_otherwise(n),
        }
    }

    /// The first delay, as far as the cap lets it be.
    #[inline]
    pub(crate) const fn first_capped(&self) -> u64 {
        if self.first < self.cap {
            self.first
        } else {
            self.cap
        }
    }

    /// [`Backoff::nominal`] by the rule in words; by doublings it is the same, and one shift.
    #[cold]
    #[inline(never)]
    fn nominal_otherwise(&self, n: u32) -> u64 {
        if self.fast_first && n == 1 {
            return 0;
        }
        let delay = match self.kind {
            BackoffKind::Constant => self.first,
            BackoffKind::Linear => self.first.saturating_mul(u64::from(n)),
            BackoffKind::Exponential => exponential(self.first, self.factor, n - 1),
            BackoffKind::Fibonacci => self.first.saturating_mul(fibonacci_number(n)),
        };
        delay.min(self.cap)
    }
}

/// A factor that backoff can use: finite and above zero.
pub(crate) const fn is_factor(factor: f64) -> bool {
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
    fn doubled_one_after_the_other_or_at_once_the_delays_are_the_same() {
        const LONG: Duration = Duration::from_secs(u64::MAX);
        for first in [0, 1, 3, 1_000_000, 4_294_967_296, u64::MAX].map(Duration::from_nanos) {
            for cap in [0, 1, 5, 1_000_000_007]
                .map(Duration::from_nanos)
                .into_iter()
                .chain([LONG])
            {
                for factor in [2.0, 4.0, 1024.0, 4_294_967_296.0, 3.0] {
                    let backoff = Backoff::exponential(first).factor(factor).max_delay(cap);
                    let mut doubled = backoff.first_capped();
                    for n in 1..=70 {
                        let next = backoff.next_nominal(n, &mut doubled);
                        assert_eq!(next, backoff.nominal(n), "{backoff:?}, retry {n}");
                        assert_eq!(next, backoff.nominal_otherwise(n), "{backoff:?}, retry {n}");
                    }
                }
            }
        }
    }
}
