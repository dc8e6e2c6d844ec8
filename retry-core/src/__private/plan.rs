use core::{marker::PhantomData, time::Duration};

use crate::{
    policy::{Backoff, Policy},
    retry::AsPolicy,
};

/// What the attribute knows at compile time: the policy, and the name of the function.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    policy: Policy,
    name: Option<&'static str>,
}

impl Plan {
    /// The plan of a function with this name.
    #[must_use]
    pub const fn new(policy: Policy, name: &'static str) -> Self {
        Self {
            policy,
            name: Some(name),
        }
    }

    /// The plan of a block, which has no name.
    #[must_use]
    pub const fn unnamed(policy: Policy) -> Self {
        Self { policy, name: None }
    }
}

/// The backoff of the key `backoff` if it is a duration.
#[must_use]
pub const fn exponential(seconds: u64, nanos: u32) -> Backoff {
    Backoff::exponential(Duration::new(seconds, nanos))
}

impl AsPolicy for Plan {
    #[inline]
    fn as_policy(&self) -> &Policy {
        &self.policy
    }

    #[inline]
    fn name(&self) -> Option<&'static str> {
        self.name
    }
}

/// The plan of one function as a type, which takes no room in a future.
//
// Not a closure that returns the plan: in a future, that takes twice as long to check.
pub trait HasPlan {
    /// The plan.
    const PLAN: Plan;
}

/// The policy of the plan `P`.
#[derive(Clone, Copy, Debug)]
pub struct Planned<P>(PhantomData<fn() -> P>);

impl<P: HasPlan> Planned<P> {
    pub(super) const NEW: Self = Self(PhantomData);
}

#[diagnostic::do_not_recommend]
impl<P: HasPlan> AsPolicy for Planned<P> {
    #[inline]
    fn as_policy(&self) -> &Policy {
        const { &P::PLAN.policy }
    }

    fn name(&self) -> Option<&'static str> {
        P::PLAN.name
    }
}
