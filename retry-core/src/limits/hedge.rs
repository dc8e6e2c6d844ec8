#[cfg(target_has_atomic = "64")]
mod count;
#[cfg(target_has_atomic = "64")]
mod histogram;
#[cfg(target_has_atomic = "64")]
mod latencies;
mod lends_hedge;
mod lent;
#[cfg(target_has_atomic = "64")]
mod quantile;
mod tracker;

use core::{fmt, time::Duration};

#[cfg(target_has_atomic = "64")]
use super::atomic;

#[cfg(target_has_atomic = "64")]
pub use self::latencies::Latencies;
pub use self::{lends_hedge::LendsHedge, lent::Lent, tracker::Tracker};

/// A further attempt of an async operation while the first is still out: after which delay, and how many.
///
/// Of many calls that are usually fast, a few take very long: a lost packet, a replica that collects garbage.
/// A second attempt that starts when the first has taken unusually long mostly ends before it. Whichever is
/// accepted first is the result, and the others are dropped at once. It is for operations that may run twice at
/// the same time: reads, and writes with an idempotency key. The rules are those of gRPC ([A6, "Hedging
/// policy"](https://github.com/grpc/proposal/blob/master/A6-client-retries.md)).
///
/// | | the delay | give it as |
/// |---|---|---|
/// | [`Hedge::after`] | always the same | `.hedge(Hedge::after(delay))`, or just the `Duration` |
/// | `Hedge::quantile` | what this share of the attempts stays below, measured | `.hedge(&HEDGE)`, a `static` or an `Arc` |
///
/// Each hedge is an attempt of the run: `attempts(3)`, the default, allows two. A run makes at most five at
/// once, see [`at_most`](Hedge::at_most). [`Retry::hedge`](crate::Retry::hedge) has the rules of a hedged run.
///
/// ```
/// # #[cfg(feature = "futures-timer")] {
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// use core::time::Duration;
/// use retry_core::{Attempt, Hedge, retry};
///
/// let result = retry(|attempt: Attempt| async move {
///     if attempt.number() == 1 {
///         std::future::pending::<()>().await; // the answer got lost
///     }
///     Ok::<_, std::io::Error>(attempt.number())
/// })
/// .hedge(Hedge::after(Duration::from_millis(5)).at_most(2))
/// .await;
/// assert_eq!(result.unwrap(), 2);
/// # } main() }
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hedge<T = ()> {
    pub(super) delay: Duration,
    at_most: u8,
    pub(super) tracker: T,
}

/// The most attempts that one run makes with a hedge, the first included: the limit of gRPC.
const MOST_ATTEMPTS: u8 = 5;

impl Hedge {
    /// A further attempt each time that the last one has been out for `delay`. With a delay of zero all attempts
    /// start together.
    ///
    /// A delay at which one call in twenty is still out costs a twentieth more load.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Hedge;
    /// const HEDGE: Hedge = Hedge::after(Duration::from_millis(50));
    /// assert_eq!(HEDGE.delay(), Duration::from_millis(50));
    /// ```
    #[must_use]
    pub const fn after(delay: Duration) -> Self {
        Self::new(delay, ())
    }

    /// How many attempts one run makes, the first included: at least 2, at most 5. By default 5, or what the
    /// policy allows if that is less.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Hedge;
    /// const ONE_MORE: Hedge = Hedge::after(Duration::from_millis(50)).at_most(2);
    /// # let _ = ONE_MORE;
    /// ```
    ///
    /// # Panics
    ///
    /// When `attempts` is not from 2 to 5. In a `const` this is a compile error:
    ///
    /// ```compile_fail
    /// # use core::time::Duration; use retry_core::Hedge;
    /// const HEDGE: Hedge = Hedge::after(Duration::from_millis(50)).at_most(6);
    /// ```
    ///
    /// A number that is known only at run time goes to [`at_most_clamped`](Hedge::at_most_clamped).
    #[must_use]
    pub const fn at_most(mut self, attempts: u32) -> Self {
        self.at_most = checked(attempts);
        self
    }

    /// The same for a number that is known only at run time: 0 and 1 count as 2, and above 5 it is 5.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Hedge;
    /// let hedge = Hedge::after(Duration::from_millis(50));
    /// assert_eq!(hedge.at_most_clamped(100), hedge.at_most(5));
    /// ```
    #[must_use]
    pub const fn at_most_clamped(mut self, attempts: u32) -> Self {
        self.at_most = clamped(attempts);
        self
    }
}

impl<T> Hedge<T> {
    const fn new(delay: Duration, tracker: T) -> Self {
        Self {
            delay,
            at_most: MOST_ATTEMPTS,
            tracker,
        }
    }

    fn lent(&self) -> Lent<'_, T> {
        self.lent_as(&self.tracker)
    }

    /// The same with another tracker, where this hedge does not live as long.
    const fn lent_as<'a, U>(&self, tracker: &'a U) -> Lent<'a, U> {
        Lent {
            delay: self.delay,
            at_most: self.at_most,
            tracker,
        }
    }
}

impl<T: Tracker> Hedge<T> {
    /// The delay in force: of one that measures, as it was last computed.
    #[must_use]
    pub fn delay(&self) -> Duration {
        self.tracker.last_delay().unwrap_or(self.delay)
    }
}

const fn checked(attempts: u32) -> u8 {
    assert!(
        2 <= attempts && attempts <= MOST_ATTEMPTS as u32,
        "`at_most` counts the attempts of a hedged run, the first included: from 2 to 5"
    );
    clamped(attempts)
}

const fn clamped(attempts: u32) -> u8 {
    match attempts {
        0..=2 => 2,
        3 => 3,
        4 => 4,
        _ => MOST_ATTEMPTS,
    }
}

/// Shows the delay in force.
impl<T: Tracker> fmt::Debug for Hedge<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hedge")
            .field("delay", &self.delay())
            .field("at_most", &self.at_most)
            .finish_non_exhaustive()
    }
}
