use core::{
    future::Future,
    ops::RangeInclusive,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use crate::{
    outcome::Outcome,
    policy::{Refusal, nanos, random},
    time::{AsyncTimer, BlockingTimer, DefaultTimer},
};

/// Makes an operation unreliable: some of its calls fail, and calls take longer. For tests of how code
/// holds up, and for trying it out by hand.
///
/// Calls are numbered in the order in which they begin, and the seed decides what happens to each number:
/// the same seed gives the same faults. A call that fails does not run the operation. One `Faults` may be
/// a `static` and shared by threads; which of their calls gets which number is then up to them.
///
/// ```
/// use retry_core::{StopReason, retry, testing::{self, Faults}};
///
/// fn load() -> Result<&'static str, &'static str> { Ok("page") }
///
/// let runs = testing::no_waits();
/// let faults = Faults::new(7).fail(0.2);
/// for _ in 0..100 {
///     let _ = retry(|| faults.call(load, || "refused")).name("load").call();
/// }
/// // Some runs were retried, and all of them recovered.
/// assert!(runs.ends().len() > 10);
/// assert!(runs.ends().iter().all(|end| end.reason == StopReason::Accepted));
/// ```
#[derive(Debug)]
pub struct Faults<T = DefaultTimer> {
    seed: u64,
    /// Of [`Self::DRAWS`] draws, how many fail.
    failing: u64,
    delay: Option<RangeInclusive<Duration>>,
    timer: T,
    /// How many calls have begun.
    calls: AtomicU32,
}

impl Faults {
    /// No faults yet: add [`fail`](Self::fail), [`delay`](Self::delay), or both.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            failing: 0,
            delay: None,
            timer: DefaultTimer,
            calls: AtomicU32::new(0),
        }
    }
}

impl<T> Faults<T> {
    /// The draws of a probability. So many fit the fraction of an `f64`, and so 1.0 fails always.
    const DRAWS: u64 = 1 << 53;

    /// The probability that a call fails, from 0.0 to 1.0.
    ///
    /// # Panics
    ///
    /// If it is not. In a `const` or `static`, that is a compile error:
    ///
    /// ```compile_fail
    /// # use retry_core::testing::Faults;
    /// static FAULTS: Faults = Faults::new(7).fail(20.0);
    /// ```
    #[must_use]
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a probability of 2^53 draws is a whole number from 0 to 2^53"
    )]
    pub const fn fail(mut self, probability: f64) -> Self {
        assert!(
            probability >= 0.0 && probability <= 1.0,
            "{}",
            Refusal::Probability(probability).message()
        );
        self.failing = (probability * Self::DRAWS as f64) as u64;
        self
    }

    /// How long each call is delayed before the operation, or before it fails: a random time from this
    /// range, even distributed.
    ///
    /// The delay belongs to the operation and not to the run, so [`no_waits`](super::no_waits()) does not
    /// remove it, and an attempt timeout can cut it. It sleeps as a run without a timer does.
    ///
    /// # Panics
    ///
    /// If the range is empty.
    #[must_use]
    pub const fn delay(mut self, range: RangeInclusive<Duration>) -> Self {
        let (least, most) = (*range.start(), *range.end());
        assert!(
            nanos::from_duration(least) <= nanos::from_duration(most),
            "{}",
            Refusal::EmptyRange.message()
        );
        self.delay = Some(least..=most);
        self
    }

    /// Sleeps the delays with this timer. A [`ManualClock`](super::ManualClock) records them among its
    /// waits.
    ///
    /// ```
    /// use core::time::Duration;
    /// use retry_core::{testing::{Faults, ManualClock}, time::Clock};
    ///
    /// let clock = ManualClock::new();
    /// let slow = Duration::from_secs(1)..=Duration::from_secs(2);
    /// let faults = Faults::new(7).delay(slow.clone()).timer(&clock);
    /// assert_eq!(faults.call(|| Ok::<_, ()>("page"), || ()), Ok("page"));
    /// assert!(slow.contains(&clock.now()));
    /// ```
    #[must_use]
    pub fn timer<U>(self, timer: U) -> Faults<U> {
        Faults {
            seed: self.seed,
            failing: self.failing,
            delay: self.delay,
            timer,
            calls: self.calls,
        }
    }

    /// Calls a blocking operation, or fails with this error in its place.
    pub fn call<R: Outcome>(
        &self,
        operation: impl FnOnce() -> R,
        error: impl FnOnce() -> R::Error,
    ) -> R
    where
        T: BlockingTimer,
    {
        let fault = self.next();
        if let Some(delay) = fault.delay {
            self.timer.block(delay);
        }
        if fault.fails {
            R::from_error(error())
        } else {
            operation()
        }
    }

    /// The same for an async operation. The call begins when the future is first polled.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// # #[cfg(feature = "futures-timer")] {
    /// use retry_core::{retry, testing::Faults};
    ///
    /// async fn load() -> Result<&'static str, &'static str> { Ok("page") }
    ///
    /// let faults = Faults::new(7).fail(1.0);
    /// let page = retry(|| faults.call_async(load, || "refused")).attempts(1).await;
    /// assert_eq!(page, Err("refused"));
    /// # }
    /// # });
    /// ```
    pub async fn call_async<F>(
        &self,
        operation: impl FnOnce() -> F,
        error: impl FnOnce() -> <F::Output as Outcome>::Error,
    ) -> F::Output
    where
        F: Future<Output: Outcome>,
        T: AsyncTimer,
    {
        let fault = self.next();
        if let Some(delay) = fault.delay {
            self.timer.sleep(delay).await;
        }
        if fault.fails {
            F::Output::from_error(error())
        } else {
            operation().await
        }
    }

    /// What happens to the next call.
    fn next(&self) -> Fault {
        let call = self.calls.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        Fault {
            fails: random::draw(self.seed, call, 0, Self::DRAWS - 1) < self.failing,
            delay: self.delay.as_ref().map(|range| {
                let (least, most) = (*range.start(), *range.end());
                let [least, most] = [least, most].map(nanos::from_duration);
                // Another seed, so that delays and failures are independent.
                nanos::to_duration(random::draw(!self.seed, call, least, most))
            }),
        }
    }
}

struct Fault {
    fails: bool,
    delay: Option<Duration>,
}
