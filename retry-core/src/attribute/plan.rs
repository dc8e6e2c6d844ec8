use crate::{Policy, config::AsPolicy};

/// What the attribute knows while compiling: the policy, and the name of the function.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    policy: Policy,
    name: Option<&'static str>,
}

impl Plan {
    /// The plan of a function with this name, or of a block without one.
    #[must_use]
    pub const fn new(policy: Policy, name: Option<&'static str>) -> Self {
        Self { policy, name }
    }
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

/// A plan that a function returns: it takes no room in a future, where a reference takes a word.
#[derive(Clone, Copy, Debug)]
pub struct Planned<F>(pub(super) F);

#[diagnostic::do_not_recommend]
impl<F: Fn() -> &'static Plan> AsPolicy for Planned<F> {
    #[inline]
    fn as_policy(&self) -> &Policy {
        &(self.0)().policy
    }

    fn name(&self) -> Option<&'static str> {
        (self.0)().name
    }
}
