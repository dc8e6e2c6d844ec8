use super::{
    Run,
    budgeted::MaybeBudget,
    hand_driven::HandDriven,
    hook::{Hook, Name},
    maybe_breaker::RefusedAs,
    options::Options,
    policy_source::AsPolicy,
    schedule::MaybeSchedule,
};
use crate::{
    driver::StopReason,
    outcome::{Judge, Outcome, Verdict},
    time::Clock,
};

/// The options of a run that judges each outcome and whose hooks get the value of a success, such as that of a
/// service.
pub trait JudgedOptions<R>: HandDriven<R> {
    /// The name of the run.
    fn name(&self) -> Option<&'static str>;
    /// The verdict on an outcome. On that of a refused attempt it is the breaker's.
    fn judge(&mut self, outcome: &R) -> Verdict;
    /// Asks the breaker, before an attempt, and returns whether the attempt may be made.
    fn ask(&mut self, clock: &dyn Clock) -> bool;
    /// The outcome in place of an attempt that the breaker refused.
    fn refused(&mut self) -> R;
    /// The attempt is not made for another reason: the breaker gets its place back.
    fn release(&mut self);
}

impl<R, P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q> JudgedOptions<R>
    for Options<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O, Q>
where
    Self: HandDriven<R>,
    R: Outcome,
    P: AsPolicy,
    J: Judge<R>,
    S: MaybeSchedule,
    OnEnd: Hook<R>,
    N: Name,
    G: MaybeBudget,
    Q: RefusedAs<R::Error>,
{
    fn name(&self) -> Option<&'static str> {
        self.name.name().or(self.policy.name())
    }

    fn judge(&mut self, outcome: &R) -> Verdict {
        match self.breaker.refusal() {
            Some(verdict) => verdict,
            None => self.judge.judge(outcome),
        }
    }

    fn ask(&mut self, clock: &dyn Clock) -> bool {
        self.breaker.ask(clock)
    }

    fn refused(&mut self) -> R {
        R::from_error(self.breaker.error())
    }

    fn release(&mut self) {
        self.breaker.release();
    }
}

impl<T: Clock, C> Run<T, C> {
    /// Judges an outcome and decides what follows it: a wait in nanoseconds, or the end of the run.
    pub(crate) fn after<R>(
        &mut self,
        outcome: &R,
        can_repeat: impl FnOnce() -> bool,
    ) -> Result<u64, StopReason>
    where
        R: Outcome,
        C: JudgedOptions<R>,
    {
        let verdict = self.options.judge(outcome);
        self.ended(outcome, verdict, can_repeat)
    }

    /// Asks the breaker whether the attempt may be made.
    pub(crate) fn asks<R>(&mut self) -> bool
    where
        C: JudgedOptions<R>,
    {
        self.with_clock(|options, clock| options.ask(clock))
    }
}
