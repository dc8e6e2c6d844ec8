use crate::{outcome::Unset, policy::Policy};

/// A policy, by value or by reference. Not an `HttpPolicy`: without its judge it would retry every
/// error, even that of a POST.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a policy",
    label = "expected a `Policy` or a reference to one",
    note = "an `HttpPolicy` needs the judge of a call: write `HTTP.call(method).retry(op)` or `.retry_checked(op)`",
    note = "in the attribute, write `http = HTTP.call(method)` in place of `policy`"
)]
pub trait AsPolicy {
    /// The policy.
    fn as_policy(&self) -> &Policy;

    /// The name of the function whose policy this is.
    fn name(&self) -> Option<&'static str> {
        None
    }
}

impl AsPolicy for Policy {
    #[inline]
    fn as_policy(&self) -> &Policy {
        self
    }
}

impl<P: AsPolicy> AsPolicy for &P {
    #[inline]
    fn as_policy(&self) -> &Policy {
        (**self).as_policy()
    }

    fn name(&self) -> Option<&'static str> {
        (**self).name()
    }
}

#[diagnostic::do_not_recommend]
impl AsPolicy for Unset {
    #[inline]
    fn as_policy(&self) -> &Policy {
        const DEFAULT: &Policy = &Policy::new();
        DEFAULT
    }
}
