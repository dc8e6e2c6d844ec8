use super::{
    Run,
    budgeted::MaybeBudget,
    hand_driven::HandDriven,
    hook::{Hook, Name},
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
    /// The verdict on an outcome.
    fn judge(&mut self, outcome: &R) -> Verdict;
}

impl<R, P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O> JudgedOptions<R>
    for Options<P, J, V, S, OnRetry, OnStop, OnEnd, N, G, K, T, L, O>
where
    Self: HandDriven<R>,
    R: Outcome,
    P: AsPolicy,
    J: Judge<R>,
    S: MaybeSchedule,
    OnEnd: Hook<R>,
    N: Name,
    G: MaybeBudget,
{
    fn name(&self) -> Option<&'static str> {
        self.name.name().or(self.policy.name())
    }

    fn judge(&mut self, outcome: &R) -> Verdict {
        self.judge.judge(outcome)
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
}
