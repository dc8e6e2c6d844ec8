use core::{sync::atomic::AtomicU64, time::Duration};

use super::{closing::Closing, closings::Closings};
use crate::{
    driver::no_waits,
    http::{
        policy::Hints,
        response::{Answer, HttpResponse},
    },
    outcome::Verdict,
    policy::{nanos, random},
    time::{Clock, DefaultTimer},
};

/// A gate before a server with a rate limit: it learns from responses when calls are allowed again, and
/// until then delays the *next* calls, those of other tasks too, so that they do not fail.
///
/// Use it for many calls that share one limit: a crawler, a job queue, an API with a quota. Share it as
/// a `static` or in an `Arc`, one gate for each limit.
///
/// | response | closes the gate for |
/// |---|---|
/// | 429 | its `Retry-After`, else the reset of its rate limit, else [`unhinted`](Self::unhinted) |
/// | 403 with one of the two, as GitHub sends it | the same |
/// | 503 or 529 with one of the two | the same |
/// | any other whose rate limit has nothing left | the reset of that limit |
///
/// [`RateLimit`](crate::http::RateLimit) says which headers are a rate limit, and [`Answer`] what a valid
/// hint is. In front of a [judge](Self::learning), what the judge calls
/// [`Throttled`](crate::Verdict::Throttled) closes it too. The gate stays closed for the longest time that
/// any response asked for, because a server counts calls that are too early against the limit too.
///
/// No call waits longer than [`max_wait`](Self::max_wait). When a server asks for more, the gate stays
/// open: the next call is sent and gets the server's own answer with the requested delay, and a policy
/// turns that into [`HintTooLong`](crate::StopReason::HintTooLong). The gate itself never fails a call.
///
/// Waiting calls do not all start at once: each starts at a random moment of a window after the opening.
/// The window is the largest power of two, in nanoseconds, within a tenth of the requested delay, and is
/// not longer than what the call has to wait. A gate that was never closed costs one atomic read, and so
/// does one that has opened again, from the second call on.
///
/// # Example: async
///
/// ```
/// # #[cfg(feature = "futures-timer")] {
/// # use http::Method;
/// use retry_core::http::{Gate, HttpPolicy};
///
/// const HTTP: HttpPolicy = HttpPolicy::new();
/// static GATE: Gate = Gate::new();
///
/// # struct Client;
/// # impl Client {
/// #     async fn send(&self) -> Result<http::Response<()>, std::io::Error> { Ok(http::Response::new(())) }
/// # }
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// # let client = Client;
/// let response = HTTP.call(Method::GET).gate(&GATE).retry(|| client.send()).await;
/// # assert!(response.is_ok());
/// # } main() }
/// ```
#[derive(Debug)]
pub struct Gate {
    closings: Closings,
    /// In nanoseconds.
    max_wait: u64,
    /// In nanoseconds.
    unhinted: u64,
}

impl Gate {
    /// An open gate, at which a call waits for a minute at most.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            closings: Closings(AtomicU64::new(Closing::NONE)),
            max_wait: 60_000_000_000,
            unhinted: 1_000_000_000,
        }
    }

    /// The longest time that a call waits, without the random part. The default is one minute. For a
    /// policy the same limit is [`max_retry_after`](crate::Policy::max_retry_after).
    #[must_use]
    pub const fn max_wait(mut self, longest: Duration) -> Self {
        self.max_wait = nanos::from_duration(longest);
        self
    }

    /// How long a 429 without a hint closes the gate. The default is one second; it is never longer than
    /// `max_wait`.
    #[must_use]
    pub const fn unhinted(mut self, wait: Duration) -> Self {
        self.unhinted = nanos::from_duration(wait);
        self
    }

    /// Learns from a response with any status. The clock is read if the response closes the gate.
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use http::Response;
    /// # use retry_core::{http::Gate, time::DefaultTimer};
    /// let gate = Gate::new();
    /// gate.learn(&Response::builder().header("ratelimit", r#""minute";r=0;t=30"#).body(())?);
    /// let delay = gate.delay(&DefaultTimer, Duration::ZERO).expect("it is closed");
    /// assert!((29..=33).contains(&delay.as_secs()));
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn learn(&self, response: &impl HttpResponse) {
        let answer = Answer::of(response.status(), response.headers());
        self.learn_at(&answer, &DefaultTimer);
    }

    /// The same from an [`Answer`] and with a clock of your own.
    pub fn learn_at(&self, answer: &Answer, clock: &dyn Clock) {
        if let Some(wait) = self.requested_wait(answer) {
            self.close(wait, clock);
        }
    }

    /// Closes the gate for this time from now on, for example because a message of another protocol said
    /// so. The gate never opens earlier because of it.
    pub fn close(&self, wait: Duration, clock: &dyn Clock) {
        let wait = nanos::from_duration(wait);
        if wait > 0 && wait <= self.max_wait {
            let now = nanos::from_duration(clock.now());
            let closing = Closing::new(now.saturating_add(wait), wait / 10);
            self.closings.add(closing);
        }
    }

    /// How long a call has to wait that has waited this long already; `None` means "send it". After the
    /// wait, ask again, because the gate may have been closed again. A call that has waited for `max_wait`
    /// is sent.
    ///
    /// [`wait`](Self::wait) and [`block`](Self::block) do this. Use it to wait in another way, or to reject
    /// work instead of delaying it. Clock and entropy are read only when the gate is closed.
    ///
    /// ```
    /// use core::time::Duration;
    /// use retry_core::{http::Gate, testing::ManualClock};
    ///
    /// let (gate, clock) = (Gate::new(), ManualClock::new());
    /// assert_eq!(gate.delay(&clock, Duration::ZERO), None);
    ///
    /// gate.close(Duration::from_secs(30), &clock);
    /// let delay = gate.delay(&clock, Duration::ZERO).expect("it is closed");
    /// assert!((30..=33).contains(&delay.as_secs()));
    ///
    /// clock.advance(Duration::from_secs(30));
    /// assert_eq!(gate.delay(&clock, Duration::ZERO), None);
    /// ```
    #[inline]
    pub fn delay(&self, clock: &dyn Clock, waited: Duration) -> Option<Duration> {
        self.closings
            .latest()
            .and_then(|closing| self.delay_when_closed(closing, clock, waited))
    }

    #[cold]
    fn delay_when_closed(
        &self,
        closing: Closing,
        clock: &dyn Clock,
        waited: Duration,
    ) -> Option<Duration> {
        // Tests without waits do not wait here either.
        if no_waits::is_on() {
            return None;
        }
        let left = closing
            .opens()
            .saturating_sub(nanos::from_duration(clock.now()));
        if left == 0 {
            // After this the next calls need no clock.
            self.closings.forget(closing);
            return None;
        }
        let longest = self.max_wait.saturating_add(Closing::STEP);
        if nanos::from_duration(waited).saturating_add(left) > longest {
            return None;
        }
        // Few calls come just before the opening, so they need no wide window.
        let window = closing.window().min(left);
        let draw = random::draw_with(clock.entropy(), 0, window);
        Some(nanos::to_duration(left.saturating_add(draw)))
    }

    /// Learns from what a judge made of an outcome: what it takes for a limit closes the gate.
    pub(in crate::http) fn learn_verdict(&self, verdict: Verdict, clock: &dyn Clock) {
        if let Verdict::Throttled(hint) = verdict {
            self.close(hint.unwrap_or(self.unhinted_wait()), clock);
        }
    }

    /// How long an answer closes the gate.
    fn requested_wait(&self, answer: &Answer) -> Option<Duration> {
        if answer.is_rate_limited(Hints::All) {
            Some(answer.retry_after().unwrap_or(self.unhinted_wait()))
        } else if answer.is_overloaded() {
            answer.retry_after()
        } else {
            // With other statuses `Retry-After` is about one resource: when to ask for it again.
            answer.limit_reset()
        }
    }

    fn unhinted_wait(&self) -> Duration {
        nanos::to_duration(self.unhinted.min(self.max_wait))
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}
