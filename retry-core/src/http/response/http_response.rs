use std::string::String;

use http::{HeaderMap, Method, Response, StatusCode};

use super::origin::Origin;

/// A response: a status and headers, with any body.
///
/// Implemented for `http::Response`, which ureq, hyper, axum and tower use too, and with the
/// features `reqwest` and `reqwest-012` for the `reqwest::Response` of that version.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a response",
    label = "expected a response",
    note = "`check` takes a response: await the request and take its `?` first, `check(client.get(url).send().await?)?`",
    note = "an operation that returns a value made from a checked response is retried by `call.retry_checked(op)`, or judged by `call.errors()`",
    note = "`reqwest::blocking` is not supported: use ureq in blocking code, or reqwest's async client"
)]
pub trait HttpResponse {
    /// The status.
    fn status(&self) -> StatusCode;
    /// The headers.
    fn headers(&self) -> &HeaderMap;

    /// The method of the request, if the response knows it. By default it does not.
    fn method(&self) -> Option<&Method> {
        None
    }

    /// The URL that this response came from, after all redirects, if the response knows it. By default it
    /// does not.
    fn final_url(&self) -> Option<String> {
        None
    }

    /// Whether the response says that it is that of a redirect which the client followed. The request itself
    /// was then answered, so it is not sent again unless it may be repeated. `false` if it does not say it.
    fn was_redirected(&self) -> bool {
        false
    }
}

impl<B> HttpResponse for Response<B> {
    fn status(&self) -> StatusCode {
        self.status()
    }

    fn headers(&self) -> &HeaderMap {
        self.headers()
    }

    fn method(&self) -> Option<&Method> {
        Some(&self.extensions().get::<Origin>()?.method)
    }

    fn final_url(&self) -> Option<String> {
        Some(self.extensions().get::<Origin>()?.url.clone())
    }

    fn was_redirected(&self) -> bool {
        let origin = self.extensions().get::<Origin>();
        origin.is_some_and(|origin| origin.was_redirected)
    }
}
