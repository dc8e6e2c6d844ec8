use super::Verdict;

/// What a predicate may return: a `bool` or a [`Verdict`].
#[diagnostic::on_unimplemented(
    message = "a predicate returns `bool` or `Verdict`, not `{Self}`",
    label = "expected `bool` or `Verdict`"
)]
pub trait IntoVerdict {
    /// The verdict on an error.
    fn on_error(self) -> Verdict;
    /// The verdict on a success value.
    fn on_value(self) -> Verdict;
    /// The verdict of a predicate that other rules come after: `false` leaves it to them.
    fn before_rules(self) -> Option<Verdict>;
}

impl IntoVerdict for Verdict {
    #[inline]
    fn on_error(self) -> Verdict {
        self
    }

    #[inline]
    fn on_value(self) -> Verdict {
        self
    }

    fn before_rules(self) -> Option<Verdict> {
        Some(self)
    }
}

impl IntoVerdict for bool {
    #[inline]
    fn on_error(self) -> Verdict {
        self.into()
    }

    #[inline]
    fn on_value(self) -> Verdict {
        if self {
            Verdict::Retry
        } else {
            Verdict::Accept
        }
    }

    fn before_rules(self) -> Option<Verdict> {
        self.then_some(Verdict::Retry)
    }
}
