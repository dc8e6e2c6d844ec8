use crate::{
    policy::Policy,
    retry::{AsPolicy, Closure, Configure, Retry},
};

/// Replaces the plan's policy by that of the key `policy`.
pub fn under<M, Op, C, Q>(run: Retry<M, Op, C>, policy: Q) -> Retry<M, Op, C::WithPolicy<Q>>
where
    C: Configure,
    Q: AsPolicy,
{
    run.with(|config| config.with_policy(policy))
}

/// Names a run whose policy is not the plan's. The name takes no room in a future.
pub fn named<M, Op, C, F>(run: Retry<M, Op, C>, name: F) -> Retry<M, Op, C::WithName<Closure<F>>>
where
    C: Configure,
    F: Fn() -> &'static str,
{
    run.with(|config| config.with_name(Closure(name)))
}

/// Shows errors in events as the view says.
pub fn showing<M, Op, C, V>(run: Retry<M, Op, C>, view: V) -> Retry<M, Op, C::WithErrorView<V>>
where
    C: Configure,
{
    run.with(|config| config.with_error_view(view))
}

/// Copies a policy, so that it does not borrow what the body changes.
pub fn copy(policy: impl AsPolicy) -> Policy {
    *policy.as_policy()
}
