use core::{error::Error, ops::Deref};

/// An error that [`Call::errors`](crate::http::Call::errors) looks into: any `Error`, and what points to one
/// of unknown type, such as `Box<dyn Error>` and `anyhow::Error`.
///
/// The marker `M`, inferred, tells the two apart, since a `Box<dyn Error>` is no `Error` itself. An
/// `Arc<dyn Error>` is both, and wants a closure: `|e| call.failed(&FailureKind::of(&**e))`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error whose causes can be searched",
    label = "neither an `Error` nor a pointer to a `dyn Error`",
    note = "`call.errors()` is for `on`; for `on_outcome` there is `call.judge()`",
    note = "judge it by a closure: `.on(|e| call.failed(&kind_of(e)))`, with a `FailureKind`"
)]
pub trait AnyError<M> {
    /// The error, of unknown type.
    fn as_error(&self) -> &(dyn Error + 'static);
}

/// Marks an error of known type.
#[derive(Debug)]
pub enum Known {}

/// Marks a pointer to an error of unknown type.
#[derive(Debug)]
pub enum Pointed {}

impl<E: Error + 'static> AnyError<Known> for E {
    fn as_error(&self) -> &(dyn Error + 'static) {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<P> AnyError<Pointed> for P
where
    P: Deref,
    P::Target: DynError,
{
    fn as_error(&self) -> &(dyn Error + 'static) {
        (**self).as_error()
    }
}

/// A `dyn Error`, with `Send` and `Sync` or without.
pub trait DynError {
    /// Without.
    fn as_error(&self) -> &(dyn Error + 'static);
}

impl DynError for dyn Error {
    fn as_error(&self) -> &(dyn Error + 'static) {
        self
    }
}

impl DynError for dyn Error + Send {
    fn as_error(&self) -> &(dyn Error + 'static) {
        self
    }
}

impl DynError for dyn Error + Send + Sync {
    fn as_error(&self) -> &(dyn Error + 'static) {
        self
    }
}
