use core::{fmt, mem, ptr, time::Duration};

use super::{
    BreakerState, Transition,
    circuit::{Change, Circuit},
    ticket::Ticket,
    window::Window,
    word::Limits,
};
use crate::{
    observe::{self, BreakerFacts},
    outcome::Verdict,
    policy::{Backoff, nanos},
    time::Clock,
};

/// Stops calling what is down: it counts how attempts end, and refuses them for a while once too many have
/// failed.
///
/// Retries help when a callee fails now and then. When it is down, each retry waits for a failure that is
/// certain, and the callee is met by full load when it comes back. A breaker *opens* then: attempts fail at
/// once. After [`open_for`](Breaker::open_for) it is *half-open* and lets [`probes`](Breaker::probes) attempts
/// through. If they succeed it is *closed* again, if one fails it is open again. Use one for each thing that
/// can be down: a host, a database. For one for each host or tenant there is `Breakers`.
///
/// It stands inside the retry: each attempt asks it, and tells it how it ended. Retried verdicts and attempts
/// cut at their timeout are failures, see [`counts`](Breaker::counts). A run waits for the next probe if its
/// deadline and `max_retry_after` allow that, since the time that a breaker stays open is the shortest wait,
/// like a hint. Else it stops at once with [`StopReason::BreakerOpen`](crate::StopReason::BreakerOpen) and its
/// last outcome.
///
/// A breaker is lock-free and `const`: put it into a `static`, or behind an [`Arc`](std::sync::Arc). A success
/// of a closed one costs a few instructions, with a [`rate`](Breaker::rate) also a reading of the clock, which
/// is that of the run.
///
/// ```
/// # #[cfg(feature = "std")] {
/// use core::time::Duration;
/// use retry_core::{Breaker, Jitter, breaker::BreakerState, retry, testing::ManualClock};
/// use std::io;
///
/// static DATABASE: Breaker = Breaker::consecutive(5).open_for(Duration::from_secs(600)).named("database");
///
/// let clock = ManualClock::new();
/// let mut calls = 0;
/// let mut query = || { calls += 1; Err::<(), _>(io::Error::from(io::ErrorKind::ConnectionRefused)) };
/// let report = retry(&mut query).attempts(9).jitter(Jitter::None).timer(&clock).breaker(&DATABASE).report().call();
/// // The fifth failure opened it. Ten minutes are more than the run may wait.
/// assert_eq!((report.attempts, report.stop.label()), (5, "breaker_open"));
/// assert_eq!(DATABASE.state(), BreakerState::Open);
///
/// let refused = retry(&mut query).timer(&clock).breaker(&DATABASE).call();
/// assert_eq!(
///     refused.unwrap_err().to_string(),
///     "circuit breaker `database` is open, retry after 600s",
/// );
/// assert_eq!(calls, 5);
/// # }
/// ```
///
/// A `const` breaker would be a mistake: each use would be a breaker of its own.
///
/// # Which one?
///
/// | breaker | opens | for |
/// |---|---|---|
/// | [`Breaker::consecutive`] | after so many failures in a row | a callee that is up or down, few calls |
/// | [`Breaker::rate`] | when a share of the calls in a window failed | many calls, of which some succeed |
///
/// # Half-open
///
/// At most `probes` attempts are under way, and everybody else is refused with a short time to wait, a tenth
/// of the time that it was open. A probe that does not end, because its future is dropped or the operation
/// panics, counts as neither and frees its place. One that hangs keeps it: give attempts a timeout. How an
/// attempt ended that began before the breaker last opened counts for nothing.
pub struct Breaker {
    pub(super) circuit: Circuit,
    pub(super) rule: Rule,
    /// How long successive openings last.
    pub(super) open_for: Backoff,
    pub(super) probes: u32,
    pub(super) is_failure: Option<fn(&Verdict) -> bool>,
    pub(super) name: Option<&'static str>,
    pub(super) hook: Option<fn(&Transition)>,
}

pub(super) enum Rule {
    /// So many failures in a row.
    Consecutive(u32),
    Rate {
        millionths: u32,
        min_calls: u32,
        window: Window,
    },
}

impl Breaker {
    /// What it does at the moment. An open one whose time is over is [`Open`](BreakerState::Open) until the
    /// next attempt asks.
    #[must_use]
    pub fn state(&self) -> BreakerState {
        BreakerState::of(self.circuit.word().tag())
    }

    /// The name that it was [given](Breaker::named).
    #[must_use]
    pub const fn name(&self) -> Option<&'static str> {
        self.name
    }

    /// Refuses all attempts until [`reset`](Breaker::reset): for maintenance, or when somebody knows better.
    /// Attempts under way are not cut, and no longer counted. Runs that fail meanwhile do not wait for it.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use retry_core::{Breaker, breaker::BreakerState, retry};
    /// static DATABASE: Breaker = Breaker::consecutive(5);
    /// DATABASE.isolate();
    /// let result = retry(|| Ok::<_, std::io::Error>("rows")).breaker(&DATABASE).call();
    /// assert_eq!(result.unwrap_err().to_string(), "circuit breaker is isolated");
    ///
    /// DATABASE.reset();
    /// assert_eq!(DATABASE.state(), BreakerState::Closed);
    /// # }
    /// ```
    pub fn isolate(&self) {
        self.tell(self.circuit.isolate());
    }

    /// Closes it and forgets all failures, whatever its state is. Attempts under way are no longer counted.
    pub fn reset(&self) {
        self.tell(self.circuit.reset(&self.limits()));
    }

    /// Whether each success is looked at: a rate counts it, and `counts` may call it a failure.
    pub(super) const fn is_watched(&self) -> bool {
        matches!(self.rule, Rule::Rate { .. }) || self.is_failure.is_some()
    }

    fn limits(&self) -> Limits<impl Fn(u32) -> u64> {
        Limits {
            probes: self.probes,
            is_watched: self.is_watched(),
            open_for: |opening| self.open_for.nominal(opening),
        }
    }

    /// The state is changed already, so a hook that panics leaves it right.
    fn tell(&self, change: Option<Change>) {
        if let Some(change) = change {
            let transition = Transition::new(self.name, change);
            observe::breaker(&BreakerFacts {
                name: self.name,
                from: transition.from().label(),
                to: transition.to().label(),
                level: transition.to().level(),
            });
            if let Some(hook) = self.hook {
                hook(&transition);
            }
        }
    }
}

/// What the loops call. The clock is that of the run, and is read only if it is needed.
impl Breaker {
    /// Asks whether an attempt may be made. Its ticket is to be reported or released. Refused, it says for how
    /// long in nanoseconds, if that is known.
    pub(crate) fn admit(&self, clock: &dyn Clock) -> Result<Ticket, Option<u64>> {
        if let Some(ticket) = self.admit_closed() {
            return Ok(ticket);
        }
        let (ticket, change) = self.circuit.admit(clock.nanos(), &self.limits())?;
        let place = Place(self, ticket);
        self.tell(change);
        mem::forget(place);
        Ok(ticket)
    }

    /// The same of a closed one.
    #[inline]
    pub(crate) fn admit_closed(&self) -> Option<Ticket> {
        let word = self.circuit.word();
        word.is_closed().then(|| word.ticket())
    }

    /// Whether it makes no difference to report an attempt that was accepted.
    #[inline]
    pub(crate) fn ignores_success(&self) -> bool {
        self.circuit.word().ignores_success()
    }

    /// Reports how an attempt ended that was not cut.
    #[cold]
    #[inline(never)]
    pub(crate) fn report(&self, ticket: Ticket, verdict: &Verdict, clock: &dyn Clock) {
        let is_failure = match self.is_failure {
            Some(is_failure) => is_failure(verdict),
            None => !matches!(verdict, Verdict::Accept | Verdict::Stop),
        };
        if is_failure {
            self.failed(ticket, clock);
        } else {
            self.succeeded(ticket, clock);
        }
    }

    /// Reports an attempt that failed or was cut.
    #[cold]
    #[inline(never)]
    pub(crate) fn failed(&self, ticket: Ticket, clock: &dyn Clock) {
        let now = clock.nanos();
        let limits = self.limits();
        self.tell(match &self.rule {
            Rule::Consecutive(most) => self.circuit.fail(ticket, Some(*most), now, &limits),
            Rule::Rate { .. } if ticket.is_probe() => self.circuit.fail(ticket, None, now, &limits),
            Rule::Rate { .. } if !self.circuit.word().counts(ticket) => None,
            Rule::Rate {
                millionths,
                min_calls,
                window,
            } => {
                window.count(ticket.generation(), true, now);
                let tally = window.tally(ticket.generation(), now);
                let opens = tally.calls >= u64::from(*min_calls)
                    && tally.failures * 1_000_000 >= u64::from(*millionths) * tally.calls;
                opens
                    .then(|| self.circuit.open(ticket, now, &limits))
                    .flatten()
            }
        });
    }

    fn succeeded(&self, ticket: Ticket, clock: &dyn Clock) {
        match &self.rule {
            Rule::Rate { window, .. } if !ticket.is_probe() => {
                if self.circuit.word().counts(ticket) {
                    window.count(ticket.generation(), false, clock.nanos());
                }
            }
            _ => self.tell(self.circuit.succeed(ticket, &self.limits())),
        }
    }

    /// An attempt did not end: it counts as neither, and a probe frees its place.
    #[cold]
    #[inline(never)]
    pub(crate) fn release(&self, ticket: Ticket) {
        self.circuit.release(ticket);
    }

    /// For how long it refuses attempts from now on. `None` if it does not, or only because probes are under
    /// way.
    pub(crate) fn open_for_another(&self, clock: &dyn Clock) -> Option<Duration> {
        let word = self.circuit.word();
        match BreakerState::of(word.tag()) {
            BreakerState::Isolated => Some(Duration::MAX),
            BreakerState::Open => word.opens_in(clock.nanos()).map(nanos::to_duration),
            BreakerState::Closed | BreakerState::HalfOpen => None,
        }
    }
}

/// The place of a probe while a hook is called, which may panic.
struct Place<'a>(&'a Breaker, Ticket);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.release(self.1);
    }
}

/// Breakers are equal if they are the same one.
impl PartialEq for Breaker {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self, other)
    }
}

/// Shows its rule and its state.
impl fmt::Debug for Breaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Breaker");
        if let Some(name) = self.name {
            shown.field("name", &name);
        }
        match &self.rule {
            Rule::Consecutive(failures) => shown.field("consecutive", failures),
            Rule::Rate {
                millionths,
                min_calls,
                window,
            } => shown
                .field("rate", &(f64::from(*millionths) / 1e6))
                .field("min_calls", min_calls)
                .field("window", &nanos::to_duration(window.length)),
        };
        shown.field("state", &self.state()).finish_non_exhaustive()
    }
}
