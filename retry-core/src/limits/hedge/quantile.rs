use core::time::Duration;

use super::{Hedge, Latencies};

/// 1 s.
const DEFAULT_OR: Duration = Duration::from_secs(1);

impl Hedge<Latencies> {
    /// A further attempt once this share of the attempts would have ended: with 0.95, one call in twenty starts
    /// one, which is a twentieth more load whatever the latency of the day.
    ///
    /// It measures: the delay is this quantile of the [latencies](Latencies) of the last 30 s. Until there are a
    /// hundred of them, and again after a quiet time, it is that of [`or`](Hedge::or). Put it into a `static`, or behind an `Arc`, one for each thing that
    /// is called, and give it by reference.
    ///
    /// ```
    /// # #[cfg(feature = "futures-timer")] {
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// use retry_core::{Hedge, hedge::Latencies, retry};
    ///
    /// static HEDGE: Hedge<Latencies> = Hedge::quantile(0.95);
    ///
    /// let page = retry(|| async { Ok::<_, std::io::Error>("page") }).hedge(&HEDGE).await;
    /// assert_eq!(page.unwrap(), "page");
    /// # } main() }
    /// ```
    ///
    /// # Panics
    ///
    /// When `quantile` is not from 0.5 to 0.999. In a `static` this is a compile error:
    ///
    /// ```compile_fail
    /// # use retry_core::{Hedge, hedge::Latencies};
    /// static HEDGE: Hedge<Latencies> = Hedge::quantile(95.0);
    /// ```
    #[must_use]
    pub const fn quantile(quantile: f64) -> Self {
        assert!(
            0.5 <= quantile && quantile <= 0.999,
            "a quantile for hedges is from 0.5 to 0.999, such as 0.95"
        );
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is from 0.5 to 0.999"
        )]
        let millionths = (quantile * 1_000_000.0 + 0.5) as u64;
        Self::new(DEFAULT_OR, Latencies::new(millionths))
    }

    /// The delay while fewer than 100 attempts have been measured in the last 30 s. By default 1 s: a hedge that
    /// starts too late costs nothing, and one that starts too early costs load.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::{Hedge, hedge::Latencies};
    /// static HEDGE: Hedge<Latencies> = Hedge::quantile(0.95).or(Duration::from_millis(50));
    /// assert_eq!(HEDGE.delay(), Duration::from_millis(50));
    /// ```
    #[must_use]
    pub const fn or(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// How many attempts one run makes, the first included: at least 2, at most 5. By default 5, or what the
    /// policy allows if that is less.
    ///
    /// ```
    /// # use retry_core::{Hedge, hedge::Latencies};
    /// static HEDGE: Hedge<Latencies> = Hedge::quantile(0.95).at_most(2);
    /// # let _ = &HEDGE;
    /// ```
    ///
    /// # Panics
    ///
    /// When `attempts` is not from 2 to 5. A number that is known only at run time goes to
    /// [`at_most_clamped`](Hedge::at_most_clamped).
    #[must_use]
    pub const fn at_most(mut self, attempts: u32) -> Self {
        self.at_most = super::checked(attempts);
        self
    }

    /// The same for a number that is known only at run time: 0 and 1 count as 2, and above 5 it is 5.
    #[must_use]
    pub const fn at_most_clamped(mut self, attempts: u32) -> Self {
        self.at_most = super::clamped(attempts);
        self
    }
}
