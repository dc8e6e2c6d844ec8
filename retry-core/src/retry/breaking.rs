#[cfg(target_has_atomic = "64")]
use core::borrow::Borrow;

#[cfg(target_has_atomic = "64")]
use crate::breaker::{Breaker, BreakerOpen, Ticket};
use crate::{
    driver::Held,
    outcome::{Unset, Verdict},
    time::Clock,
};

/// The breaker of a run, or none.
pub trait MaybeBreaker {
    /// Whether there is one.
    const IS_SET: bool;
    /// Asks whether the next attempt may be made.
    fn ask(&mut self, clock: &dyn Clock) -> bool;
    /// The verdict on the attempt, if it was refused.
    fn refusal(&self) -> Option<Verdict>;
    /// The attempt is not made, or does not end: it counts as neither.
    fn release(&mut self);
    /// The attempt was accepted.
    fn accepted(&mut self, clock: &dyn Clock);
    /// The attempt was cut at its timeout.
    fn cut(&mut self, clock: &dyn Clock);
    /// The attempt was not accepted, or not made. Says whether the breaker lets no attempt through now.
    fn failed(&mut self, verdict: &Verdict, clock: &dyn Clock) -> Option<Held>;

    /// The same for an attempt that was accepted, failed or was cut.
    #[inline]
    fn ended(&mut self, verdict: &Verdict, was_cut: bool, clock: &dyn Clock) -> Option<Held> {
        if was_cut {
            self.cut(clock);
        }
        if *verdict == Verdict::Accept {
            self.accepted(clock);
            return None;
        }
        self.failed(verdict, clock)
    }
}

/// A breaker whose refusals become errors of type `E`, or none.
pub trait RefusedAs<E>: MaybeBreaker {
    /// The error of the attempt that was refused.
    fn error(&mut self) -> E;
}

impl MaybeBreaker for Unset {
    const IS_SET: bool = false;

    #[inline]
    fn ask(&mut self, _: &dyn Clock) -> bool {
        true
    }

    #[inline]
    fn refusal(&self) -> Option<Verdict> {
        None
    }

    #[inline]
    fn release(&mut self) {}

    #[inline]
    fn accepted(&mut self, _: &dyn Clock) {}

    #[inline]
    fn cut(&mut self, _: &dyn Clock) {}

    #[inline]
    fn failed(&mut self, _: &Verdict, _: &dyn Clock) -> Option<Held> {
        None
    }
}

impl<E> RefusedAs<E> for Unset {
    fn error(&mut self) -> E {
        unreachable!("without a breaker no attempt is refused")
    }
}

/// Anything that lends a breaker, and how to make the error of a refused attempt. It holds the place of the
/// attempt under way, and frees it if the attempt does not end.
#[cfg(target_has_atomic = "64")]
#[derive(Debug)]
pub struct Breaking<B: LendsBreaker, F> {
    breaker: B,
    make: F,
    attempt: Asked,
}

/// What the breaker said to the attempt that is due or under way.
#[cfg(target_has_atomic = "64")]
#[derive(Clone, Copy, Debug)]
enum Asked {
    /// It was not asked, or knows how the attempt ended.
    Nothing,
    Admitted(Ticket),
    /// For so many nanoseconds, or nobody knows for how long. Not the whole `BreakerOpen`: each future has one.
    Refused(u64),
}

#[cfg(target_has_atomic = "64")]
impl Asked {
    /// Asks one that is not closed. Not a method of the option, which a reference would keep in memory.
    #[cold]
    #[inline(never)]
    fn open(breaker: &Breaker, clock: &dyn Clock) -> Self {
        match breaker.admit(clock) {
            Ok(ticket) => Self::Admitted(ticket),
            Err(wait) => Self::Refused(wait.unwrap_or(u64::MAX)),
        }
    }
}

/// What lends a breaker: everything that can be borrowed as one.
#[cfg(target_has_atomic = "64")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a circuit breaker",
    label = "expected a reference to a `Breaker`, or an `Arc` of one",
    note = "make one, `static BREAKER: Breaker = Breaker::consecutive(5);`, and give `&BREAKER`: runs that share it learn from each other"
)]
pub trait LendsBreaker {
    /// The breaker.
    fn lend(&self) -> &Breaker;
}

#[cfg(target_has_atomic = "64")]
#[diagnostic::do_not_recommend]
impl<B: Borrow<Breaker>> LendsBreaker for B {
    #[inline]
    fn lend(&self) -> &Breaker {
        self.borrow()
    }
}

#[cfg(target_has_atomic = "64")]
impl<B: LendsBreaker, F> Breaking<B, F> {
    pub(crate) const fn new(breaker: B, make: F) -> Self {
        Self {
            breaker,
            make,
            attempt: Asked::Nothing,
        }
    }

    /// Asks, and says why the attempt is refused. The attempt before it may have reported nothing.
    pub(crate) fn admit(&mut self, clock: &dyn Clock) -> Result<(), BreakerOpen> {
        self.release();
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
            Asked::Nothing | Asked::Admitted(_) => None,
        }
    }

    /// The attempt has ended, with this verdict.
    pub(crate) fn report(&mut self, verdict: &Verdict, clock: &dyn Clock) {
        if let Some(ticket) = self.take() {
            let breaker = self.breaker.lend();
            breaker.report(ticket, verdict, clock);
        }
    }

    /// The attempt has ended, or does not: its ticket, if it was admitted.
    #[inline]
    fn take(&mut self) -> Option<Ticket> {
        match self.attempt {
            Asked::Admitted(ticket) => {
                self.attempt = Asked::Nothing;
                Some(ticket)
            }
            Asked::Nothing | Asked::Refused(_) => None,
        }
    }
}

#[cfg(target_has_atomic = "64")]
impl<B: LendsBreaker, F> MaybeBreaker for Breaking<B, F> {
    const IS_SET: bool = true;

    #[inline]
    fn release(&mut self) {
        if let Some(ticket) = self.take() {
            self.breaker.lend().release(ticket);
        }
    }

    #[inline]
    fn ask(&mut self, clock: &dyn Clock) -> bool {
        let breaker = self.breaker.lend();
        if let Some(ticket) = breaker.admit_closed() {
            self.attempt = Asked::Admitted(ticket);
            return true;
        }
        self.attempt = Asked::open(breaker, clock);
        matches!(self.attempt, Asked::Admitted(_))
    }

    #[inline]
    fn refusal(&self) -> Option<Verdict> {
        if let Asked::Refused(_) = self.attempt {
            self.refused().map(|open| open.verdict())
        } else {
            None
        }
    }

    #[inline]
    fn accepted(&mut self, clock: &dyn Clock) {
        if let Some(ticket) = self.take() {
            let breaker = self.breaker.lend();
            breaker.accepted(ticket, clock);
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

#[cfg(target_has_atomic = "64")]
impl<B: LendsBreaker, E, F: FnMut(BreakerOpen) -> E> RefusedAs<E> for Breaking<B, F> {
    fn error(&mut self) -> E {
        match self.refused() {
            Some(open) => (self.make)(open),
            None => unreachable!("the attempt was refused"),
        }
    }
}

/// Without the place of the attempt: that is of one run.
#[cfg(target_has_atomic = "64")]
impl<B: LendsBreaker + Clone, F: Clone> Clone for Breaking<B, F> {
    fn clone(&self) -> Self {
        Self::new(self.breaker.clone(), self.make.clone())
    }
}

#[cfg(target_has_atomic = "64")]
impl<B: LendsBreaker, F> Drop for Breaking<B, F> {
    #[inline]
    fn drop(&mut self) {
        self.release();
    }
}
