use core::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

use http::StatusCode;

use super::{Answer, FailureKind, HttpResponse, any_error::AnyError, closing::Closing};
use crate::{
    nanos, random,
    time::{Clock, DefaultTimer},
};

/// A gate before a server that limits its callers: it learns from answers when there are calls again,
/// and holds the *next* calls until then, those of other tasks too, in place of letting them fail.
///
/// For many calls that share one limit: a crawler, a queue of jobs, an API with a quota. Share it as a
/// `static` or in an `Arc`, one for each limit.
///
/// | answer | closes the gate for |
/// |---|---|
/// | 429 | its `Retry-After`, else the reset of its rate limit, else [`unhinted`](Self::unhinted) |
/// | 503 with either | the same |
/// | any other whose rate limit has nothing left | the reset of that limit |
///
/// What a rate limit is says [`RateLimit`](super::RateLimit), and [`Answer`] what a valid hint is. The
/// gate stays closed for the longest that any answer asked for, since a server that is called too early
/// counts that call too.
///
/// No call is held for longer than [`max_wait`](Self::max_wait). Where a server asks for more, the gate
/// does not close: the next call goes out and gets the server's own answer, which says how long, and
/// which a policy turns into [`HintTooLong`](crate::StopReason::HintTooLong). A gate invents no error.
///
/// Held calls do not go all at once: each draws its moment from a window behind the opening. It is the
/// largest power of two, in nanoseconds, within a tenth of what was asked, and at most as long as the
/// time that the call finds left. Before the first closing, and again from the first call behind an
/// opening on, a gate costs one atomic read.
///
/// # Example: async
///
/// ```
/// # #[cfg(feature = "futures-timer")] {
/// # use http::Method;
/// use retry_core::{http::{Gate, HttpPolicy}, retry};
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
/// let response = retry(|| async {
///     GATE.wait().await;
///     client.send().await
/// })
/// .policy(HTTP.as_policy())
/// .on_outcome(GATE.learning(HTTP.call(Method::GET).judge()))
/// .await;
/// # assert!(response.is_ok());
/// # } main() }
/// ```
#[derive(Debug)]
pub struct Gate {
    closing: AtomicU64,
    max_wait: u64,
    unhinted: u64,
}

impl Gate {
    /// An open gate that holds calls for a minute at most.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            closing: AtomicU64::new(Closing::NONE),
            max_wait: 60_000_000_000,
            unhinted: 1_000_000_000,
        }
    }

    /// How long a call is held at most, spreading aside: one minute, if not given. A policy's
    /// [`max_retry_after`](crate::Policy::max_retry_after) is its counterpart.
    #[must_use]
    pub const fn max_wait(mut self, longest: Duration) -> Self {
        self.max_wait = nanos::from_duration(longest);
        self
    }

    /// How long a 429 closes the gate that does not say for how long: one second, if not given, and
    /// never longer than `max_wait`.
    #[must_use]
    pub const fn unhinted(mut self, wait: Duration) -> Self {
        self.unhinted = nanos::from_duration(wait);
        self
    }

    /// Learns from a response, whatever its status. The clock is read if it closes the gate.
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

    /// The same from an answer that was kept, by a clock of your own.
    pub fn learn_at(&self, answer: &Answer, clock: &dyn Clock) {
        if let Some(wait) = self.asked(answer) {
            self.close(wait, clock);
        }
    }

    /// Closes the gate from now on for this time, by whatever told you so: a body, a frame, a push. It
    /// never opens it earlier.
    pub fn close(&self, wait: Duration, clock: &dyn Clock) {
        let wait = nanos::from_duration(wait);
        if wait > 0 && wait <= self.max_wait {
            let now = nanos::from_duration(clock.now());
            let closing = Closing::new(now.saturating_add(wait), wait / 10);
            self.closing.fetch_max(closing.0, Relaxed);
        }
    }

    /// A judge that learns from what it judges, for `on_outcome`, and leaves the verdict to another
    /// one. Errors are looked at too: one of [`check`](super::check) has kept the answer.
    ///
    /// ```
    /// # use http::{Method, Response};
    /// # use retry_core::{http::{Gate, HttpPolicy}, retry};
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    /// static GATE: Gate = Gate::new();
    ///
    /// # let mut send = || Response::builder().status(200).body(());
    /// let response = retry(|| {
    ///     GATE.block();
    ///     send()
    /// })
    /// .policy(HTTP.as_policy())
    /// .on_outcome(GATE.learning(HTTP.call(Method::GET).judge()))
    /// .call();
    /// assert!(response.is_ok());
    /// ```
    pub fn learning<J, R, E, V, M>(
        &self,
        judge: J,
    ) -> impl Fn(&Result<R, E>) -> V + use<'_, J, R, E, V, M>
    where
        J: Fn(&Result<R, E>) -> V,
        R: HttpResponse,
        E: AnyError<M>,
    {
        move |outcome| {
            match outcome {
                Ok(response) => self.learn(response),
                Err(error) => self.learn_from_error(error),
            }
            judge(outcome)
        }
    }

    /// The same for `on`: a judge of errors. Of what succeeded it learns nothing.
    pub fn learning_from_errors<J, E, V, M>(
        &self,
        judge: J,
    ) -> impl Fn(&E) -> V + use<'_, J, E, V, M>
    where
        J: Fn(&E) -> V,
        E: AnyError<M>,
    {
        move |error| {
            self.learn_from_error(error);
            judge(error)
        }
    }

    fn learn_from_error<M>(&self, error: &impl AnyError<M>) {
        if let FailureKind::Answered(answer) = FailureKind::of(error.as_error()) {
            self.learn_at(&answer, &DefaultTimer);
        }
    }

    /// How long a call is to wait that has waited this long: `None` is "go". After the wait it asks
    /// again, since the gate may have closed anew; a call that has waited for `max_wait` goes.
    ///
    /// What [`wait`](Self::wait) and [`block`](Self::block) carry out. Use it to wait in another way, or
    /// to turn work away in place of holding it. Clock and entropy are read where the gate is closed.
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
        match self.closing.load(Relaxed) {
            Closing::NONE => None,
            closing => self.delay_behind(Closing(closing), clock, waited),
        }
    }

    #[cold]
    fn delay_behind(
        &self,
        closing: Closing,
        clock: &dyn Clock,
        waited: Duration,
    ) -> Option<Duration> {
        // Tests that take the waits out of runs do not want these either.
        if crate::testing::rehearsal().is_some() {
            return None;
        }
        let left = closing
            .opens()
            .saturating_sub(nanos::from_duration(clock.now()));
        if left == 0 {
            // The next calls need no clock. If it was closed anew meanwhile, that stands.
            let _ = self
                .closing
                .compare_exchange(closing.0, Closing::NONE, Relaxed, Relaxed);
            return None;
        }
        let longest = self.max_wait.saturating_add(Closing::GRAIN);
        if nanos::from_duration(waited).saturating_add(left) > longest {
            return None;
        }
        // Who comes just before the opening is not held for long, and there are few of them.
        let window = closing.window().min(left);
        let draw = random::uniform(clock.entropy(), 0, window);
        Some(nanos::to_duration(left.saturating_add(draw)))
    }

    /// How long an answer closes the gate.
    fn asked(&self, answer: &Answer) -> Option<Duration> {
        match answer.status() {
            StatusCode::TOO_MANY_REQUESTS => answer
                .retry_after()
                .or(Some(nanos::to_duration(self.unhinted.min(self.max_wait)))),
            StatusCode::SERVICE_UNAVAILABLE => answer.retry_after(),
            // Elsewhere `Retry-After` speaks of one resource: when to ask for it again.
            _ => answer.rate_limit(),
        }
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}
