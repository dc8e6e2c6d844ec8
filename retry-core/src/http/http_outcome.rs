use super::{Call, FailureKind, HttpResponse, any_error::AnyError};
use crate::Verdict;

/// What an operation returns that sends a request: a response, or the client's error. The marker `M`,
/// inferred, is that of [`AnyError`].
#[diagnostic::on_unimplemented(
    message = "`judge()` judges the `Result` of a call, which `{Self}` is not",
    label = "expected a `Result` of a response and an error",
    note = "`call.judge()` is for `on_outcome`; for `on` there is `call.errors()`"
)]
pub trait HttpOutcome<M> {
    /// The verdict of a call.
    fn verdict(&self, call: Call<'_>) -> Verdict;
}

impl<R, E, M> HttpOutcome<M> for Result<R, E>
where
    R: HttpResponse,
    E: AnyError<M>,
{
    fn verdict(&self, call: Call<'_>) -> Verdict {
        match self {
            Ok(response) => call.verdict(response.status(), response.headers()),
            Err(error) => call.failed(&FailureKind::of(error.as_error())),
        }
    }
}
