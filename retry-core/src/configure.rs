use crate::{
    Policy,
    config::{AsPolicy, Config},
    extras::{Expand, Extras, ExtrasOf},
    hooks::Hooks,
};

/// A configuration, one part of which can be replaced by a part of another type.
///
/// It keeps the parameters of [`Config`] and of what it holds out of every signature of the builder.
pub trait Configure: Sized {
    /// The policy's part.
    type Policy;
    /// The judge's part.
    type Judge;
    /// The form of ending.
    type Ending;
    /// With another policy.
    type WithPolicy<Y>;
    /// With another judge.
    type WithJudge<Y>;
    /// With another schedule.
    type WithSchedule<Y>;
    /// With another hook before waits.
    type WithOnRetry<Y>;
    /// With another hook at the end.
    type WithOnStop<Y>;
    /// With another name.
    type WithName<Y>;
    /// With another timer.
    type WithTimer<Y>;
    /// With another attempt timeout.
    type WithLimit<Y>;
    /// With another form of ending.
    type WithEnding<Y>;

    /// The policy in force.
    fn current_policy(&self) -> Policy;
    /// Replaces the judge by one made from it.
    fn map_judge<Y>(self, change: impl FnOnce(Self::Judge) -> Y) -> Self::WithJudge<Y>;
    /// Replaces the part.
    fn with_policy<Y>(self, policy: Y) -> Self::WithPolicy<Y>;
    /// Replaces the part.
    fn with_schedule<Y>(self, schedule: Y) -> Self::WithSchedule<Y>;
    /// Replaces the part.
    fn with_on_retry<Y>(self, on_retry: Y) -> Self::WithOnRetry<Y>;
    /// Replaces the part.
    fn with_on_stop<Y>(self, on_stop: Y) -> Self::WithOnStop<Y>;
    /// Replaces the part.
    fn with_name<Y>(self, name: Y) -> Self::WithName<Y>;
    /// Replaces the part.
    fn with_timer<Y>(self, timer: Y) -> Self::WithTimer<Y>;
    /// Replaces the part.
    fn with_limit<Y>(self, limit: Y) -> Self::WithLimit<Y>;
    /// Replaces the part.
    fn with_ending<Y>(self, ending: Y) -> Self::WithEnding<Y>;
}

/// `X` with the hooks `H`.
type WithHooks<X, H> = Extras<
    <X as Expand>::Schedule,
    H,
    <X as Expand>::Timer,
    <X as Expand>::Limit,
    <X as Expand>::Ending,
>;

/// The hooks of `X`.
type HooksOf<X> = Hooks<<X as Expand>::OnRetry, <X as Expand>::OnStop, <X as Expand>::Name>;

impl<P: AsPolicy, J, X: Expand> Configure for Config<P, J, X> {
    type Policy = P;
    type Judge = J;
    type Ending = X::Ending;
    type WithPolicy<Y> = Config<Y, J, X>;
    type WithJudge<Y> = Config<P, Y, X>;
    type WithSchedule<Y> = Config<P, J, Extras<Y, HooksOf<X>, X::Timer, X::Limit, X::Ending>>;
    type WithOnRetry<Y> = Config<P, J, WithHooks<X, Hooks<Y, X::OnStop, X::Name>>>;
    type WithOnStop<Y> = Config<P, J, WithHooks<X, Hooks<X::OnRetry, Y, X::Name>>>;
    type WithName<Y> = Config<P, J, WithHooks<X, Hooks<X::OnRetry, X::OnStop, Y>>>;
    type WithTimer<Y> = Config<P, J, Extras<X::Schedule, HooksOf<X>, Y, X::Limit, X::Ending>>;
    type WithLimit<Y> = Config<P, J, Extras<X::Schedule, HooksOf<X>, X::Timer, Y, X::Ending>>;
    type WithEnding<Y> = Config<P, J, Extras<X::Schedule, HooksOf<X>, X::Timer, X::Limit, Y>>;

    fn current_policy(&self) -> Policy {
        *self.policy.as_policy()
    }

    fn map_judge<Y>(self, change: impl FnOnce(J) -> Y) -> Self::WithJudge<Y> {
        Config {
            policy: self.policy,
            judge: change(self.judge),
            extras: self.extras,
        }
    }

    fn with_policy<Y>(self, policy: Y) -> Self::WithPolicy<Y> {
        Config {
            policy,
            judge: self.judge,
            extras: self.extras,
        }
    }

    fn with_schedule<Y>(self, schedule: Y) -> Self::WithSchedule<Y> {
        self.map_extras(|extras| Extras {
            schedule,
            hooks: extras.hooks,
            timer: extras.timer,
            limit: extras.limit,
            ending: extras.ending,
        })
    }

    fn with_on_retry<Y>(self, on_retry: Y) -> Self::WithOnRetry<Y> {
        self.map_hooks(|hooks| Hooks {
            on_retry,
            on_stop: hooks.on_stop,
            name: hooks.name,
        })
    }

    fn with_on_stop<Y>(self, on_stop: Y) -> Self::WithOnStop<Y> {
        self.map_hooks(|hooks| Hooks {
            on_retry: hooks.on_retry,
            on_stop,
            name: hooks.name,
        })
    }

    fn with_name<Y>(self, name: Y) -> Self::WithName<Y> {
        self.map_hooks(|hooks| Hooks {
            on_retry: hooks.on_retry,
            on_stop: hooks.on_stop,
            name,
        })
    }

    fn with_timer<Y>(self, timer: Y) -> Self::WithTimer<Y> {
        self.map_extras(|extras| Extras {
            schedule: extras.schedule,
            hooks: extras.hooks,
            timer,
            limit: extras.limit,
            ending: extras.ending,
        })
    }

    fn with_limit<Y>(self, limit: Y) -> Self::WithLimit<Y> {
        self.map_extras(|extras| Extras {
            schedule: extras.schedule,
            hooks: extras.hooks,
            timer: extras.timer,
            limit,
            ending: extras.ending,
        })
    }

    fn with_ending<Y>(self, ending: Y) -> Self::WithEnding<Y> {
        self.map_extras(|extras| Extras {
            schedule: extras.schedule,
            hooks: extras.hooks,
            timer: extras.timer,
            limit: extras.limit,
            ending,
        })
    }
}

impl<P, J, X: Expand> Config<P, J, X> {
    fn map_extras<Y>(self, change: impl FnOnce(ExtrasOf<X>) -> Y) -> Config<P, J, Y> {
        Config {
            policy: self.policy,
            judge: self.judge,
            extras: change(self.extras.expand()),
        }
    }

    fn map_hooks<H>(self, change: impl FnOnce(HooksOf<X>) -> H) -> Config<P, J, WithHooks<X, H>> {
        self.map_extras(|extras| Extras {
            schedule: extras.schedule,
            hooks: change(extras.hooks),
            timer: extras.timer,
            limit: extras.limit,
            ending: extras.ending,
        })
    }
}
