use super::http_error::HttpError;
use crate::http::response::{Answer, HttpResponse};

/// Turns a status of 400 or above into an error that keeps the status and the hint. With it, sending a
/// request, checking its answer and reading the body are one operation and are retried together.
///
/// Use it instead of the client's own `error_for_status`, whose error no longer has the headers, and so
/// no `Retry-After`. The rejected response is dropped. If you need its body, read it before, or use
/// `check_body` (features `reqwest`, `reqwest-012` and `hyper`).
///
/// By default ureq makes an error of a status of 400 or above, which loses the headers, before `check` sees
/// the response. Use an agent of `ureq_agent` (feature `ureq`), or set `http_status_as_error(false)`.
///
/// ```
/// use retry_core::{Policy, http::{HttpPolicy, check}};
/// use http::Method;
///
/// const HTTP: HttpPolicy = HttpPolicy::new().policy(Policy::new().attempts(2));
/// # struct Client;
/// # impl Client {
/// #     fn get(&self, _: &str) -> Result<http::Response<&'static str>, std::io::Error> {
/// #         Ok(http::Response::new("4711"))
/// #     }
/// # }
/// # let client = Client;
/// let number = HTTP
///     .call(Method::GET)
///     .retry_checked(|| -> Result<u32, Box<dyn std::error::Error>> {
///         Ok(check(client.get("/number")?)?.into_body().parse()?)
///     })
///     .call()?;
/// assert_eq!(number, 4711);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// The rejected answer.
pub fn check<R: HttpResponse>(response: R) -> Result<R, HttpError> {
    match rejected(&response) {
        Some(error) => Err(error),
        None => Ok(response),
    }
}

/// The error for a response with a status of 400 or above.
pub(in crate::http) fn rejected<R: HttpResponse>(response: &R) -> Option<HttpError> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    let error = HttpError::from(Answer::of(status, response.headers()));
    Some(match response.final_url() {
        Some(url) => error.request(response.method().cloned(), &url),
        None => error,
    })
}
