use super::call::Call;
use crate::{
    http::{failure::AnyError, response::HttpResponse},
    outcome::Verdict,
};

/// The outcome of an operation that sends a request: a response, or an error of the client. The marker
/// `M` is inferred; it is that of [`AnyError`].
#[diagnostic::on_unimplemented(
    message = "`judge()` judges the `Result` of a call, which `{Self}` is not",
    label = "expected a `Result` of a response and an error",
    note = "`call.judge()` is for `on_outcome`; for `on` there is `call.errors()`"
)]
pub trait HttpOutcome<M> {
    /// The verdict on this outcome.
    fn verdict(&self, call: Call<'_>) -> Verdict;
}

impl<R, E, M> HttpOutcome<M> for Result<R, E>
where
    R: HttpResponse,
    E: AnyError<M>,
{
    fn verdict(&self, call: Call<'_>) -> Verdict {
        match self {
            Ok(response) => {
                let verdict = call.verdict(response.status(), response.headers());
                if response.was_redirected() {
                    call.after_redirect(verdict)
                } else {
                    verdict
                }
            }
            Err(error) => call.failed_by(error.as_error()),
        }
    }
}
