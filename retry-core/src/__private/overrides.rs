use crate::{
    policy::Policy,
    retry::{AsPolicy, Closure, Configure, Retry},
};

/// The policy of the key `policy`, in place of the plan's.
pub fn under<M, Op, C, Q>(run: Retry<M, Op, C>, policy: Q) -> Retry<M, Op, C::WithPolicy<Q>>
where
    C: Configure,
    Q: AsPolicy,
{
    run.with(|config| config.with_policy(policy))
}

/// The name, for a run whose policy is not the plan's. It takes no room in a future.
pub fn named<M, Op, C, F>(run: Retry<M, Op, C>, name: F) -> Retry<M, Op, C::WithName<Closure<F>>>
where
    C: Configure,
    F: Fn() -> &'static str,
{
    run.with(|config| config.with_name(Closure(name)))
}

/// A copy of a policy that is given by value or by reference: it borrows nothing of what the body
/// changes.
pub fn copy(policy: impl AsPolicy) -> Policy {
    *policy.as_policy()
}
