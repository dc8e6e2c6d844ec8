use core::{sync::atomic::AtomicU64, time::Duration};

use super::{
    Transition,
    breaker::{Breaker, Rule},
    breaker_refusal::BreakerRefusal,
    circuit::Circuit,
    window::{SLOTS, Window},
    word::Word,
};
use crate::{
    outcome::Verdict,
    policy::{Backoff, nanos},
};

const DEFAULT_OPEN_FOR: Duration = Duration::from_secs(5);
const MOST_PROBES: u32 = 10_000;
const DEFAULT_MIN_CALLS: u32 = 20;
const DEFAULT_WINDOW: Duration = Duration::from_secs(30);
/// Rates are in millionths.
const WHOLE: u32 = 1_000_000;

/// Which failures open it, and for how long.
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Backoff, Breaker, Verdict};
///
/// static SEARCH: Breaker = Breaker::consecutive(5)
///     .backoff(Backoff::exponential(Duration::from_secs(1)).max_delay(Duration::from_secs(60)))
///     .probes(3)
///     .counts(|verdict| matches!(verdict, Verdict::Retry))
///     .named("search");
///
/// assert_eq!(SEARCH.name(), Some("search"));
/// ```
impl Breaker {
    /// Opens after so many failures in a row: for a callee that is either up or down, and for few calls.
    ///
    /// ```
    /// # use retry_core::{Breaker, breaker::BreakerState};
    /// static DATABASE: Breaker = Breaker::consecutive(5);
    /// assert_eq!(DATABASE.state(), BreakerState::Closed);
    /// ```
    ///
    /// # Panics
    ///
    /// When it is 0. In a `static`, this and every other panic here is a compile error:
    ///
    /// ```compile_fail
    /// static DATABASE: retry_core::Breaker = retry_core::Breaker::consecutive(0);
    /// ```
    #[must_use]
    pub const fn consecutive(failures: u32) -> Self {
        if failures == 0 {
            BreakerRefusal::NoFailures.panic();
        }
        Self::of_rule(Rule::Consecutive(failures))
    }

    /// Opens when this share of the calls in a window has failed: for many calls, of which some succeed even
    /// while the callee is overloaded. By default over 30 s and at least 20 calls.
    ///
    /// It is computed when an attempt fails: failures / calls ≥ `rate`, over the calls that were reported in
    /// the window, this one included.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Breaker;
    /// static SEARCH: Breaker = Breaker::rate(0.5).min_calls(50).window(Duration::from_secs(10));
    /// ```
    ///
    /// # Panics
    ///
    /// When it is not from 0.000001 to 1.
    #[must_use]
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` saturates, and the result is checked"
    )]
    pub const fn rate(rate: f64) -> Self {
        let millionths = (rate * WHOLE as f64 + 0.5) as u32;
        if millionths == 0 || millionths > WHOLE {
            BreakerRefusal::Rate.panic();
        }
        Self::of_rule(Rule::Rate {
            millionths,
            min_calls: DEFAULT_MIN_CALLS,
            window: Window {
                length: nanos::from_duration(DEFAULT_WINDOW),
                slots: [const { AtomicU64::new(0) }; SLOTS],
            },
        })
    }

    /// How many calls a rate needs before it opens the breaker, so that one failure at night is not 100 %.
    /// The default is 20.
    ///
    /// # Panics
    ///
    /// When it is 0, and on a breaker without a rate.
    #[must_use]
    pub const fn min_calls(mut self, calls: u32) -> Self {
        if calls == 0 {
            BreakerRefusal::NoCalls.panic();
        }
        match &mut self.rule {
            Rule::Rate { min_calls, .. } => *min_calls = calls,
            Rule::Consecutive(_) => BreakerRefusal::OnlyForRates.panic(),
        }
        self
    }

    /// The time over which a rate is computed, in tenths: a call leaves it after at least nine tenths, at the
    /// latest after all of it. The default is 30 s.
    ///
    /// # Panics
    ///
    /// When it is zero, and on a breaker without a rate.
    #[must_use]
    pub const fn window(mut self, time: Duration) -> Self {
        if time.is_zero() {
            BreakerRefusal::NoWindow.panic();
        }
        match &mut self.rule {
            Rule::Rate { window, .. } => window.length = nanos::from_duration(time),
            Rule::Consecutive(_) => BreakerRefusal::OnlyForRates.panic(),
        }
        self
    }

    /// How long it stays open before it takes a probe. The default is 5 s. It is rounded up to the
    /// milliseconds of the clock.
    ///
    /// # Panics
    ///
    /// When it is zero.
    #[must_use]
    pub const fn open_for(self, time: Duration) -> Self {
        self.backoff(Backoff::constant(time))
    }

    /// How long it stays open, growing as long as its probes fail: the first delay of the backoff is that of
    /// the first opening. After it was closed, it begins anew. Without jitter, and at most the backoff's own
    /// [`max_delay`](Backoff::max_delay). From the 63rd opening in a row on, the time is that of the 63rd.
    ///
    /// # Panics
    ///
    /// When the first delay is zero.
    #[must_use]
    pub const fn backoff(mut self, backoff: Backoff) -> Self {
        if backoff.nominal(1) == 0 {
            BreakerRefusal::OpenForZero.panic();
        }
        self.open_for = backoff;
        self
    }

    /// How many attempts run while it is half-open, and how many of them must succeed to close it. The
    /// default is 1.
    ///
    /// # Panics
    ///
    /// When it is not from 1 to 10,000.
    #[must_use]
    pub const fn probes(mut self, probes: u32) -> Self {
        if probes == 0 || probes > MOST_PROBES {
            BreakerRefusal::NoProbes.panic();
        }
        self.probes = probes;
        self
    }

    /// Which verdicts are failures of the callee: `true` counts as a failure, `false` as a success. By
    /// default those that are retried, since [`Accept`](Verdict::Accept) and [`Stop`](Verdict::Stop) mean that
    /// the callee answered.
    ///
    /// There is no third kind: an attempt that is no failure shows that the callee works, ends a row of
    /// failures, and counts as a success of a probe. An attempt that was cut at its timeout got no answer: it
    /// is a failure whatever this says.
    ///
    /// ```
    /// # use retry_core::{Breaker, Verdict};
    /// // A server that is busy is not down.
    /// static API: Breaker = Breaker::consecutive(5)
    ///     .counts(|verdict| !matches!(verdict, Verdict::Accept | Verdict::Stop | Verdict::Throttled(_)));
    /// ```
    #[must_use]
    pub const fn counts(mut self, is_failure: fn(&Verdict) -> bool) -> Self {
        self.is_failure = Some(is_failure);
        self.reclosed()
    }

    /// A name, for events, metrics, errors and `Debug`.
    #[must_use]
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// Called at each change of its state, by the thread that makes it and after it is made. No lock is held.
    ///
    /// See [`Transition`] for an example.
    #[must_use]
    pub const fn on_transition(mut self, hook: fn(&Transition)) -> Self {
        self.hook = Some(hook);
        self
    }

    const fn of_rule(rule: Rule) -> Self {
        Self {
            circuit: Circuit(AtomicU64::new(0)),
            rule,
            open_for: Backoff::constant(DEFAULT_OPEN_FOR),
            probes: 1,
            is_failure: None,
            name: None,
            hook: None,
        }
        .reclosed()
    }

    /// With the word for this rule. Nobody has used it yet.
    const fn reclosed(mut self) -> Self {
        self.circuit = Circuit(AtomicU64::new(Word::closed(0, self.is_watched()).0));
        self
    }
}
