use super::BreakerOpen;
use crate::outcome::{Inside, Itself, Marked};

/// An error that can be made from [`BreakerOpen`]. The compiler infers `K`: [`Marked`] errors have an
/// implementation of their own.
#[diagnostic::on_unimplemented(
    message = "a circuit breaker needs an error that can be made from `BreakerOpen`, and `{Self}` cannot",
    label = "`{Self}` is not `From<BreakerOpen>`",
    note = "write `impl From<BreakerOpen> for {Self}`, or say how to make one: `.breaker_or(&BREAKER, |open| ..)`, in the attribute `rejected = |open| ..`"
)]
pub trait FromBreakerOpen<K> {
    /// The conversion.
    fn from_breaker_open(open: BreakerOpen) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E: From<BreakerOpen>> FromBreakerOpen<Itself> for E {
    fn from_breaker_open(open: BreakerOpen) -> Self {
        open.into()
    }
}

#[diagnostic::do_not_recommend]
impl<E: From<BreakerOpen>> FromBreakerOpen<Inside> for Marked<E> {
    fn from_breaker_open(open: BreakerOpen) -> Self {
        E::from(open).into()
    }
}
