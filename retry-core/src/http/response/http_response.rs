use http::{HeaderMap, Response, StatusCode};

/// A response: a status and headers, with any body.
///
/// Implemented for `http::Response`, which ureq, hyper, axum and tower use too, and with feature
/// `reqwest` for `reqwest::Response`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a response",
    label = "expected a response",
    note = "`check` takes a response: await the request and take its `?` first, `check(client.get(url).send().await?)?`",
    note = "an operation that returns a value made from a checked response is retried by `call.retry_checked(op)`, or judged by `call.errors()`"
)]
pub trait HttpResponse {
    /// The status.
    fn status(&self) -> StatusCode;
    /// The headers.
    fn headers(&self) -> &HeaderMap;
}

impl<B> HttpResponse for Response<B> {
    fn status(&self) -> StatusCode {
        self.status()
    }

    fn headers(&self) -> &HeaderMap {
        self.headers()
    }
}
