use core::{marker::PhantomData, time::Duration};

use crate::{
    policy::{Backoff, Policy},
    retry::AsPolicy,
};

/// What the attribute knows while compiling: the policy, and the name of the function.
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

/// What the key `backoff` stands for, where it is written as a duration.
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

/// A type that stands for the plan of one function: it takes no room in a future, where a reference
/// takes a word.
//
// Not a closure that returns the plan: a closure in a future costs the compiler twice as much.
pub trait HasPlan {
    /// The plan.
    const PLAN: Plan;
}

/// The policy of a plan that a type stands for.
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
