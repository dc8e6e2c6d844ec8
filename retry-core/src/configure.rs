use crate::{
    Policy,
    config::{AsPolicy, Config},
    hooks::Hooks,
};

/// A configuration, one part of which can be replaced by a part of another type.
///
/// It keeps the seven parameters of [`Config`] out of every signature of the builder.
pub trait Configure: Sized {
    /// The policy's part.
    type Policy;
    /// The judge's part.
    type Judge;
    /// The form of ending.
    type Ending;
    /// With another policy.
    type WithPolicy<X>;
    /// With another judge.
    type WithJudge<X>;
    /// With another schedule.
    type WithSchedule<X>;
    /// With another hook before waits.
    type WithOnRetry<X>;
    /// With another hook at the end.
    type WithOnStop<X>;
    /// With another name.
    type WithName<X>;
    /// With another timer.
    type WithTimer<X>;
    /// With another attempt timeout.
    type WithLimit<X>;
    /// With another form of ending.
    type WithEnding<X>;

    /// The policy in force.
    fn current_policy(&self) -> Policy;
    /// Replaces the judge by one made from it.
    fn map_judge<X>(self, change: impl FnOnce(Self::Judge) -> X) -> Self::WithJudge<X>;
    /// Replaces the part.
    fn with_policy<X>(self, policy: X) -> Self::WithPolicy<X>;
    /// Replaces the part.
    fn with_schedule<X>(self, schedule: X) -> Self::WithSchedule<X>;
    /// Replaces the part.
    fn with_on_retry<X>(self, on_retry: X) -> Self::WithOnRetry<X>;
    /// Replaces the part.
    fn with_on_stop<X>(self, on_stop: X) -> Self::WithOnStop<X>;
    /// Replaces the part.
    fn with_name<X>(self, name: X) -> Self::WithName<X>;
    /// Replaces the part.
    fn with_timer<X>(self, timer: X) -> Self::WithTimer<X>;
    /// Replaces the part.
    fn with_limit<X>(self, limit: X) -> Self::WithLimit<X>;
    /// Replaces the part.
    fn with_ending<X>(self, ending: X) -> Self::WithEnding<X>;
}

impl<P: AsPolicy, J, S, A, B, N, T, L, O> Configure for Config<P, J, S, Hooks<A, B, N>, T, L, O> {
    type Policy = P;
    type Judge = J;
    type Ending = O;
    type WithPolicy<X> = Config<X, J, S, Hooks<A, B, N>, T, L, O>;
    type WithJudge<X> = Config<P, X, S, Hooks<A, B, N>, T, L, O>;
    type WithSchedule<X> = Config<P, J, X, Hooks<A, B, N>, T, L, O>;
    type WithOnRetry<X> = Config<P, J, S, Hooks<X, B, N>, T, L, O>;
    type WithOnStop<X> = Config<P, J, S, Hooks<A, X, N>, T, L, O>;
    type WithName<X> = Config<P, J, S, Hooks<A, B, X>, T, L, O>;
    type WithTimer<X> = Config<P, J, S, Hooks<A, B, N>, X, L, O>;
    type WithLimit<X> = Config<P, J, S, Hooks<A, B, N>, T, X, O>;
    type WithEnding<X> = Config<P, J, S, Hooks<A, B, N>, T, L, X>;

    fn current_policy(&self) -> Policy {
        *self.policy.as_policy()
    }

    fn map_judge<X>(self, change: impl FnOnce(J) -> X) -> Self::WithJudge<X> {
        let Self {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ending,
        } = self;
        Config {
            policy,
            judge: change(judge),
            schedule,
            hooks,
            timer,
            limit,
            ending,
        }
    }

    fn with_policy<X>(self, policy: X) -> Self::WithPolicy<X> {
        let Self {
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ending,
            ..
        } = self;
        Config {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ending,
        }
    }

    fn with_schedule<X>(self, schedule: X) -> Self::WithSchedule<X> {
        let Self {
            policy,
            judge,
            hooks,
            timer,
            limit,
            ending,
            ..
        } = self;
        Config {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ending,
        }
    }

    fn with_on_retry<X>(self, on_retry: X) -> Self::WithOnRetry<X> {
        let Self {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ending,
        } = self;
        let Hooks { on_stop, name, .. } = hooks;
        let hooks = Hooks {
            on_retry,
            on_stop,
            name,
        };
        Config {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ending,
        }
    }

    fn with_on_stop<X>(self, on_stop: X) -> Self::WithOnStop<X> {
        let Self {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ending,
        } = self;
        let Hooks { on_retry, name, .. } = hooks;
        let hooks = Hooks {
            on_retry,
            on_stop,
            name,
        };
        Config {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ending,
        }
    }

    fn with_name<X>(self, name: X) -> Self::WithName<X> {
        let Self {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ending,
        } = self;
        let Hooks {
            on_retry, on_stop, ..
        } = hooks;
        let hooks = Hooks {
            on_retry,
            on_stop,
            name,
        };
        Config {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ending,
        }
    }

    fn with_timer<X>(self, timer: X) -> Self::WithTimer<X> {
        let Self {
            policy,
            judge,
            schedule,
            hooks,
            limit,
            ending,
            ..
        } = self;
        Config {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ending,
        }
    }

    fn with_limit<X>(self, limit: X) -> Self::WithLimit<X> {
        let Self {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            ending,
            ..
        } = self;
        Config {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ending,
        }
    }

    fn with_ending<X>(self, ending: X) -> Self::WithEnding<X> {
        let Self {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ..
        } = self;
        Config {
            policy,
            judge,
            schedule,
            hooks,
            timer,
            limit,
            ending,
        }
    }
}
