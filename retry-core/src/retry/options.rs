use super::{output_mode::Plain, policy_source::AsPolicy};
use crate::{
    outcome::{JudgeEach, Unset},
    policy::Policy,
    time::DefaultTimer,
};

/// The options of a run. An option that is not set takes no room.
#[derive(Clone, Copy, Debug)]
pub struct Options<
    P = Unset,
    J = JudgeEach<Unset, Unset>,
    V = Unset,
    S = Unset,
    OnRetry = Unset,
    OnStop = Unset,
    OnEnd = Unset,
    N = Unset,
    G = Unset,
    K = Unset,
    T = DefaultTimer,
    L = Unset,
    O = Plain,
    Q = Unset,
> {
    pub(crate) policy: P,
    pub(crate) judge: J,
    /// What events show of an error.
    pub(crate) error_view: V,
    pub(crate) schedule: S,
    pub(crate) on_retry: OnRetry,
    pub(crate) on_stop: OnStop,
    pub(crate) on_end: OnEnd,
    pub(crate) name: N,
    pub(crate) budget: G,
    pub(crate) cancellation: K,
    pub(crate) timer: T,
    /// The attempt timeout.
    pub(crate) limit: L,
    pub(crate) output: O,
    pub(crate) breaker: Q,
}

impl<P, J> Options<P, J> {
    /// A policy and a judge, and no other option.
    pub(crate) const fn new(policy: P, judge: J) -> Self {
        Self {
            policy,
            judge,
            error_view: Unset,
            schedule: Unset,
            on_retry: Unset,
            on_stop: Unset,
            on_end: Unset,
            name: Unset,
            budget: Unset,
            cancellation: Unset,
            timer: DefaultTimer,
            limit: Unset,
            output: Plain,
            breaker: Unset,
        }
    }
}

impl Options {
    pub(crate) const NEW: Self = Self::new(Unset, JudgeEach::ALL);
}

/// Options each of which can be replaced by one of another type. It keeps the parameters of [`Options`] out
/// of the builder's signatures.
pub trait Configure: Sized {
    /// The policy.
    type Policy;
    /// The judge.
    type Judge;
    /// What the run returns.
    type OutputMode;
    /// With another policy.
    type WithPolicy<Y>;
    /// With another judge.
    type WithJudge<Y>;
    /// With another schedule.
    type WithSchedule<Y>;
    /// With another hook before waits.
    type WithOnRetry<Y>;
    /// With another hook at the stop of a failed run.
    type WithOnStop<Y>;
    /// With another hook at every end.
    type WithOnEnd<Y>;
    /// With another name.
    type WithName<Y>;
    /// With another budget.
    type WithBudget<Y>;
    /// With another cancellation.
    type WithCancellation<Y>;
    /// With another timer.
    type WithTimer<Y>;
    /// With another attempt timeout.
    type WithLimit<Y>;
    /// With another output.
    type WithOutput<Y>;
    /// With another judge and another output.
    type WithJudgeAndOutput<X, Y>;
    /// With another view of errors.
    type WithErrorView<Y>;
    /// With another breaker.
    type WithBreaker<Y>;

    /// The policy in force.
    fn current_policy(&self) -> Policy;
    /// Replaces the judge by one made from the current one.
    fn map_judge<Y>(self, change: impl FnOnce(Self::Judge) -> Y) -> Self::WithJudge<Y>;
    /// Replaces the policy.
    fn with_policy<Y>(self, policy: Y) -> Self::WithPolicy<Y>;
    /// Replaces the schedule.
    fn with_schedule<Y>(self, schedule: Y) -> Self::WithSchedule<Y>;
    /// Replaces the hook before waits.
    fn with_on_retry<Y>(self, on_retry: Y) -> Self::WithOnRetry<Y>;
    /// Replaces the hook at the stop of a failed run.
    fn with_on_stop<Y>(self, on_stop: Y) -> Self::WithOnStop<Y>;
    /// Replaces the hook at every end.
    fn with_on_end<Y>(self, on_end: Y) -> Self::WithOnEnd<Y>;
    /// Replaces the name.
    fn with_name<Y>(self, name: Y) -> Self::WithName<Y>;
    /// Replaces the budget.
    fn with_budget<Y>(self, budget: Y) -> Self::WithBudget<Y>;
    /// Replaces the cancellation.
    fn with_cancellation<Y>(self, cancellation: Y) -> Self::WithCancellation<Y>;
    /// Replaces the timer.
    fn with_timer<Y>(self, timer: Y) -> Self::WithTimer<Y>;
    /// Replaces the attempt timeout.
    fn with_limit<Y>(self, limit: Y) -> Self::WithLimit<Y>;
    /// Replaces the output by one made from the current one.
    fn map_output<Y>(self, change: impl FnOnce(Self::OutputMode) -> Y) -> Self::WithOutput<Y>;
    /// Replaces the judge and the output by those made from the current ones.
    fn map_judge_and_output<X, Y>(
        self,
        judge: impl FnOnce(Self::Judge) -> X,
        output: impl FnOnce(Self::OutputMode) -> Y,
    ) -> Self::WithJudgeAndOutput<X, Y>;
    /// Replaces the view of errors.
    fn with_error_view<Y>(self, error_view: Y) -> Self::WithErrorView<Y>;
    /// Replaces the breaker.
    fn with_breaker<Y>(self, breaker: Y) -> Self::WithBreaker<Y>;
}

/// `Options { field: value, ..options }`, which stable Rust does not have if the type changes.
macro_rules! replace {
    ($options:ident: $field:ident = $value:expr; $($kept:ident)*) => {
        Options {
            $field: $value,
            $($kept: $options.$kept,)*
        }
    };
}

#[rustfmt::skip]
impl<P: AsPolicy, J, V, S, A, B, E, N, G, K, T, L, O, Q> Configure for Options<P, J, V, S, A, B, E, N, G, K, T, L, O, Q> {
    type Policy = P;
    type Judge = J;
    type OutputMode = O;
    type WithPolicy<Y> = Options<Y, J, V, S, A, B, E, N, G, K, T, L, O, Q>;
    type WithJudge<Y> = Options<P, Y, V, S, A, B, E, N, G, K, T, L, O, Q>;
    type WithSchedule<Y> = Options<P, J, V, Y, A, B, E, N, G, K, T, L, O, Q>;
    type WithOnRetry<Y> = Options<P, J, V, S, Y, B, E, N, G, K, T, L, O, Q>;
    type WithOnStop<Y> = Options<P, J, V, S, A, Y, E, N, G, K, T, L, O, Q>;
    type WithOnEnd<Y> = Options<P, J, V, S, A, B, Y, N, G, K, T, L, O, Q>;
    type WithName<Y> = Options<P, J, V, S, A, B, E, Y, G, K, T, L, O, Q>;
    type WithBudget<Y> = Options<P, J, V, S, A, B, E, N, Y, K, T, L, O, Q>;
    type WithCancellation<Y> = Options<P, J, V, S, A, B, E, N, G, Y, T, L, O, Q>;
    type WithTimer<Y> = Options<P, J, V, S, A, B, E, N, G, K, Y, L, O, Q>;
    type WithLimit<Y> = Options<P, J, V, S, A, B, E, N, G, K, T, Y, O, Q>;
    type WithOutput<Y> = Options<P, J, V, S, A, B, E, N, G, K, T, L, Y, Q>;
    type WithErrorView<Y> = Options<P, J, Y, S, A, B, E, N, G, K, T, L, O, Q>;
    type WithBreaker<Y> = Options<P, J, V, S, A, B, E, N, G, K, T, L, O, Y>;
    type WithJudgeAndOutput<X, Y> = Options<P, X, V, S, A, B, E, N, G, K, T, L, Y, Q>;

    fn current_policy(&self) -> Policy {
        *self.policy.as_policy()
    }

    fn with_policy<Y>(self, policy: Y) -> Self::WithPolicy<Y> {
        replace!(self: policy = policy; judge schedule on_retry on_stop on_end name budget cancellation timer limit output error_view breaker)
    }

    fn map_judge<Y>(self, change: impl FnOnce(J) -> Y) -> Self::WithJudge<Y> {
        replace!(self: judge = change(self.judge); policy schedule on_retry on_stop on_end name budget cancellation timer limit output error_view breaker)
    }

    fn with_schedule<Y>(self, schedule: Y) -> Self::WithSchedule<Y> {
        replace!(self: schedule = schedule; policy judge on_retry on_stop on_end name budget cancellation timer limit output error_view breaker)
    }

    fn with_on_retry<Y>(self, on_retry: Y) -> Self::WithOnRetry<Y> {
        replace!(self: on_retry = on_retry; policy judge schedule on_stop on_end name budget cancellation timer limit output error_view breaker)
    }

    fn with_on_stop<Y>(self, on_stop: Y) -> Self::WithOnStop<Y> {
        replace!(self: on_stop = on_stop; policy judge schedule on_retry on_end name budget cancellation timer limit output error_view breaker)
    }

    fn with_on_end<Y>(self, on_end: Y) -> Self::WithOnEnd<Y> {
        replace!(self: on_end = on_end; policy judge schedule on_retry on_stop name budget cancellation timer limit output error_view breaker)
    }

    fn with_name<Y>(self, name: Y) -> Self::WithName<Y> {
        replace!(self: name = name; policy judge schedule on_retry on_stop on_end budget cancellation timer limit output error_view breaker)
    }

    fn with_budget<Y>(self, budget: Y) -> Self::WithBudget<Y> {
        replace!(self: budget = budget; policy judge schedule on_retry on_stop on_end name cancellation timer limit output error_view breaker)
    }

    fn with_cancellation<Y>(self, cancellation: Y) -> Self::WithCancellation<Y> {
        replace!(self: cancellation = cancellation; policy judge schedule on_retry on_stop on_end name budget timer limit output error_view breaker)
    }

    fn with_timer<Y>(self, timer: Y) -> Self::WithTimer<Y> {
        replace!(self: timer = timer; policy judge schedule on_retry on_stop on_end name budget cancellation limit output error_view breaker)
    }

    fn with_limit<Y>(self, limit: Y) -> Self::WithLimit<Y> {
        replace!(self: limit = limit; policy judge schedule on_retry on_stop on_end name budget cancellation timer output error_view breaker)
    }

    fn map_output<Y>(self, change: impl FnOnce(O) -> Y) -> Self::WithOutput<Y> {
        replace!(self: output = change(self.output); policy judge schedule on_retry on_stop on_end name budget cancellation timer limit error_view breaker)
    }

    fn map_judge_and_output<X, Y>(
        self,
        judge: impl FnOnce(J) -> X,
        output: impl FnOnce(O) -> Y,
    ) -> Self::WithJudgeAndOutput<X, Y> {
        self.map_judge(judge).map_output(output)
    }

    fn with_error_view<Y>(self, error_view: Y) -> Self::WithErrorView<Y> {
        replace!(self: error_view = error_view; policy judge schedule on_retry on_stop on_end name budget cancellation timer limit output breaker)
    }

    fn with_breaker<Y>(self, breaker: Y) -> Self::WithBreaker<Y> {
        replace!(self: breaker = breaker; policy judge schedule on_retry on_stop on_end name budget cancellation timer limit output error_view)
    }
}
