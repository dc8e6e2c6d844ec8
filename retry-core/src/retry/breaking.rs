use core::borrow::Borrow;

use super::maybe_breaker::{MaybeBreaker, PerAttempt, RefusedAs};
use crate::{
    breaker::{Breaker, BreakerOpen, Ticket},
    driver::Held,
    outcome::Verdict,
    time::Clock,
};

/// Anything that lends a breaker, and how to make the error of a refused attempt.
///
/// It holds the place of the attempt under way, and frees it when it is dropped. If it is `GUARDED`, the guard of
/// the run does that: one `Drop` costs a success less than two.
#[derive(Debug)]
pub struct Breaking<B: LendsBreaker, F, const GUARDED: bool = false> {
    breaker: B,
    make: F,
    attempt: Asked,
}

/// What the breaker said to the attempt that is due or under way.
#[derive(Clone, Copy, Debug)]
enum Asked {
    /// It was not asked, or knows how the attempt ended.
    Nothing,
    /// It was closed: it counts how the attempt ends, and misses nothing if it does not end.
    Closed(Ticket),
    /// It was half-open, or has just closed: the attempt may hold a place.
    Probe(Ticket),
    /// For so many nanoseconds, or nobody knows for how long. Not the whole `BreakerOpen`: each future has one.
    Refused(u64),
}

/// What lends a breaker: everything that can be borrowed as one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a circuit breaker",
    label = "expected a reference to a `Breaker`, or an `Arc` of one",
    note = "make one, `static BREAKER: Breaker = Breaker::consecutive(5);`, and give `&BREAKER`: runs that share it learn from each other"
)]
pub trait LendsBreaker {
    /// The breaker.
    fn lend(&self) -> &Breaker;
}

#[diagnostic::do_not_recommend]
impl<B: Borrow<Breaker>> LendsBreaker for B {
    #[inline]
    fn lend(&self) -> &Breaker {
        self.borrow()
    }
}

impl<B: LendsBreaker, F, const GUARDED: bool> Breaking<B, F, GUARDED> {
    pub(crate) const fn new(breaker: B, make: F) -> Self {
        Self {
            breaker,
            make,
            attempt: Asked::Nothing,
        }
    }

    /// Asks, and says why the attempt is refused.
    pub(crate) fn admit(&mut self, clock: &dyn Clock) -> Result<(), BreakerOpen> {
        self.ask(clock);
        self.refused().map_or(Ok(()), Err)
    }

    /// Why the attempt that is due was refused, if it was.
    pub(crate) fn refused(&self) -> Option<BreakerOpen> {
        match self.attempt {
            Asked::Refused(wait) => Some(BreakerOpen::new(
                (wait != u64::MAX).then_some(wait),
                self.breaker.lend().name(),
            )),
            Asked::Nothing | Asked::Closed(_) | Asked::Probe(_) => None,
        }
    }

    /// The attempt has ended, with this verdict.
    pub(crate) fn report(&mut self, verdict: &Verdict, clock: &dyn Clock) {
        if let Some(ticket) = self.take() {
            let breaker = self.breaker.lend();
            breaker.report(ticket, verdict, clock);
        }
    }

    /// The attempt has ended: its ticket, if it was admitted.
    #[inline]
    fn take(&mut self) -> Option<Ticket> {
        match self.attempt {
            Asked::Closed(ticket) | Asked::Probe(ticket) => {
                self.attempt = Asked::Nothing;
                Some(ticket)
            }
            Asked::Nothing | Asked::Refused(_) => None,
        }
    }
}

impl<B: LendsBreaker, F, const GUARDED: bool> MaybeBreaker for Breaking<B, F, GUARDED> {
    const IS_SET: bool = true;

    #[inline]
    fn release(&mut self) {
        if let Asked::Probe(ticket) = self.attempt {
            self.attempt = Asked::Nothing;
            self.breaker.lend().release(ticket);
        }
    }

    #[inline]
    fn holds_place(&self) -> bool {
        matches!(self.attempt, Asked::Probe(_))
    }

    #[inline]
    fn ask_closed(&mut self) -> bool {
        let ticket = self.breaker.lend().admit_closed();
        if let Some(ticket) = ticket {
            self.attempt = Asked::Closed(ticket);
        }
        ticket.is_some()
    }

    #[cold]
    #[inline(never)]
    fn ask_open(&mut self, clock: &dyn Clock) -> bool {
        // The attempt before it may have reported nothing. If the breaker has closed since, its place is gone.
        self.release();
        self.attempt = match self.breaker.lend().admit(clock) {
            Ok(ticket) => Asked::Probe(ticket),
            Err(wait) => Asked::Refused(wait.unwrap_or(u64::MAX)),
        };
        !matches!(self.attempt, Asked::Refused(_))
    }

    #[inline]
    fn refusal(&self) -> Option<Verdict> {
        self.refused().map(|open| open.verdict())
    }

    #[inline]
    fn accepted(&mut self, clock: &dyn Clock) {
        if self.breaker.lend().ignores_success() {
            return;
        }
        if let Some(ticket) = self.take() {
            self.breaker.lend().report(ticket, &Verdict::Accept, clock);
        }
    }

    fn cut(&mut self, clock: &dyn Clock) {
        if let Some(ticket) = self.take() {
            self.breaker.lend().failed(ticket, clock);
        }
    }

    #[cold]
    #[inline(never)]
    fn failed(&mut self, verdict: &Verdict, clock: &dyn Clock) -> Option<Held> {
        if let Some(open) = self.refused() {
            self.attempt = Asked::Nothing;
            return Some(Held {
                retry_after: open.retry_after(),
                was_refused: true,
            });
        }
        self.report(verdict, clock);
        let retry_after = self.breaker.lend().open_for_another(clock)?;
        Some(Held {
            retry_after,
            was_refused: false,
        })
    }
}

impl<B: LendsBreaker, E, F: FnMut(BreakerOpen) -> E, const GUARDED: bool> RefusedAs<E>
    for Breaking<B, F, GUARDED>
{
    #[inline]
    fn error(&mut self) -> E {
        match self.refused() {
            Some(open) => (self.make)(open),
            None => unreachable!("the attempt was refused"),
        }
    }
}

impl<B: LendsBreaker + Clone, F: Clone, const GUARDED: bool> PerAttempt
    for Breaking<B, F, GUARDED>
{
    type Breaker = Breaking<B, F>;

    fn breaker(&self) -> Breaking<B, F> {
        Breaking::new(self.breaker.clone(), self.make.clone())
    }
}

/// Without the place of the attempt: that is of one run.
impl<B: LendsBreaker + Clone, F: Clone, const GUARDED: bool> Clone for Breaking<B, F, GUARDED> {
    fn clone(&self) -> Self {
        Self::new(self.breaker.clone(), self.make.clone())
    }
}

impl<B: LendsBreaker, F, const GUARDED: bool> Drop for Breaking<B, F, GUARDED> {
    #[inline]
    fn drop(&mut self) {
        if !GUARDED {
            self.release();
        }
    }
}
