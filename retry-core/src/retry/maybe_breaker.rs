use crate::{
    driver::Held,
    outcome::{Unset, Verdict},
    time::Clock,
};

/// The breaker of a run, or none.
pub trait MaybeBreaker {
    /// Whether there is one.
    const IS_SET: bool;
    /// Whether the next attempt may be made because the breaker is closed.
    fn ask_closed(&mut self) -> bool;
    /// Asks one that is not closed whether the next attempt may be made.
    fn ask_open(&mut self, clock: &dyn Clock) -> bool;
    /// The verdict on the attempt, if it was refused.
    fn refusal(&self) -> Option<Verdict>;
    /// Whether an attempt is under way that holds a place.
    fn holds_place(&self) -> bool;
    /// The attempt is not made, or does not end: it counts as neither.
    fn release(&mut self);
    /// The attempt was accepted.
    fn accepted(&mut self, clock: &dyn Clock);
    /// The attempt was cut at its timeout.
    fn cut(&mut self, clock: &dyn Clock);
    /// The attempt was not accepted, or not made. Says whether the breaker lets no attempt through now.
    fn failed(&mut self, verdict: &Verdict, clock: &dyn Clock) -> Option<Held>;

    /// Asks whether the next attempt may be made.
    #[inline]
    fn ask(&mut self, clock: &dyn Clock) -> bool {
        self.ask_closed() || self.ask_open(clock)
    }

    /// The attempt was accepted, failed or was cut.
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

/// What each of several attempts at the same time has of its own: a breaker, or none.
pub trait PerAttempt {
    /// The breaker of one attempt, which frees its place.
    type Breaker: MaybeBreaker;
    /// Makes it.
    fn breaker(&self) -> Self::Breaker;
}

impl PerAttempt for Unset {
    type Breaker = Self;

    fn breaker(&self) -> Self {
        Self
    }
}

impl MaybeBreaker for Unset {
    const IS_SET: bool = false;

    #[inline]
    fn ask_closed(&mut self) -> bool {
        true
    }

    #[inline]
    fn ask_open(&mut self, _: &dyn Clock) -> bool {
        true
    }

    #[inline]
    fn refusal(&self) -> Option<Verdict> {
        None
    }

    #[inline]
    fn holds_place(&self) -> bool {
        false
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
