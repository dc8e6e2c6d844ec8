use core::{error::Error, ops::Deref};

/// An error whose causes [`Call::errors`](crate::http::Call::errors) can search: any `Error`, and pointers to
/// a `dyn Error` such as `Box<dyn Error>` and `anyhow::Error`.
///
/// The marker `M` is inferred. It tells the two apart, because a `Box<dyn Error>` is not an `Error`
/// itself. An `Arc<dyn Error>` is both, and needs a closure: `|e| call.failed_by(&**e)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error whose causes can be searched",
    label = "neither an `Error` nor a pointer to a `dyn Error`",
    note = "`call.errors()` is for `on`; for `on_outcome` there is `call.judge()`",
    note = "judge it by a closure that says what happened: `.on(|e| call.failed(&FailureKind::MaybeSent))`"
)]
pub trait AnyError<M> {
    /// The error.
    fn as_error(&self) -> &(dyn Error + 'static);
}

/// Marks an error of a concrete type.
#[derive(Debug)]
pub enum ConcreteError {}

/// Marks a pointer to a `dyn Error`.
#[derive(Debug)]
pub enum ErasedError {}

impl<E: Error + 'static> AnyError<ConcreteError> for E {
    fn as_error(&self) -> &(dyn Error + 'static) {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<P> AnyError<ErasedError> for P
where
    P: Deref,
    P::Target: DynError,
{
    fn as_error(&self) -> &(dyn Error + 'static) {
        (**self).as_error()
    }
}

/// A `dyn Error`, with or without `Send` and `Sync`.
pub trait DynError {
    /// The error without `Send` and `Sync`.
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
