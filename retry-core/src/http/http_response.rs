use http::{HeaderMap, Response, StatusCode};

/// A response: a status with headers, whatever its body.
///
/// Implemented for `http::Response`, which is also that of ureq, hyper, axum and tower, and with
/// feature `reqwest` for `reqwest::Response`.
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
