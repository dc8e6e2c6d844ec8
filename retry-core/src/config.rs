use crate::{
    Policy, Schedule,
    hooks::{Called, Hooks, Unset},
    judge::Each,
    report::Plain,
    time::DefaultTimer,
};

/// All that a run was given beside its operation: one field for each thing that the builder sets,
/// each of no size until it is set.
#[derive(Clone, Copy, Debug)]
pub struct Config<
    P = Unset,
    J = Each<Unset, Unset>,
    S = Unset,
    H = Hooks<Unset, Unset, Unset>,
    T = DefaultTimer,
    L = Unset,
    O = Plain,
> {
    pub(crate) policy: P,
    pub(crate) judge: J,
    pub(crate) schedule: S,
    pub(crate) hooks: H,
    pub(crate) timer: T,
    pub(crate) limit: L,
    pub(crate) ending: O,
}

impl Config {
    pub(crate) const NEW: Self = Self {
        policy: Unset,
        judge: Each {
            on_error: Unset,
            on_value: Unset,
        },
        schedule: Unset,
        hooks: Hooks {
            on_retry: Unset,
            on_stop: Unset,
            name: Unset,
        },
        timer: DefaultTimer,
        limit: Unset,
        ending: Plain,
    };
}

/// A policy, by value or by reference.
pub trait AsPolicy {
    /// The policy.
    fn as_policy(&self) -> &Policy;
}

impl AsPolicy for Policy {
    fn as_policy(&self) -> &Policy {
        self
    }
}

impl<P: AsPolicy> AsPolicy for &P {
    fn as_policy(&self) -> &Policy {
        (**self).as_policy()
    }
}

impl AsPolicy for Unset {
    fn as_policy(&self) -> &Policy {
        const DEFAULT: &Policy = &Policy::new();
        DEFAULT
    }
}

/// A policy that a function returns: it takes no room in a future.
impl<F: Fn() -> &'static Policy> AsPolicy for Called<F> {
    fn as_policy(&self) -> &Policy {
        (self.0)()
    }
}

/// The user's own schedule, or none.
pub trait MaybeSchedule {
    /// The schedule.
    fn schedule(&mut self) -> Option<&mut dyn Schedule>;
}

impl MaybeSchedule for Unset {
    fn schedule(&mut self) -> Option<&mut dyn Schedule> {
        None
    }
}

/// A schedule of the user's own.
#[derive(Clone, Copy, Debug)]
pub struct Own<S>(pub(crate) S);

impl<S: Schedule> MaybeSchedule for Own<S> {
    fn schedule(&mut self) -> Option<&mut dyn Schedule> {
        Some(&mut self.0)
    }
}
