use std::string::{String, ToString};

use http::{HeaderMap, Method, Request};

use super::target::Target;

/// A request: a method, a URL and headers, with any body.
///
/// Implemented for `http::Request`, which ureq, hyper, axum and tower use too, and with the
/// features `reqwest` and `reqwest-012` for the `reqwest::Request` of that version. Implement it for the request type of your own client to build an
/// adapter with [`HttpRetry::begin`](crate::http::HttpRetry::begin).
///
/// ```
/// use http::{HeaderMap, Method, Uri};
/// use retry_core::http::{HttpPolicy, HttpRequest, HttpRetry, Target};
///
/// struct Tiny { url: Uri, headers: HeaderMap }
///
/// impl HttpRequest for Tiny {
///     fn method(&self) -> &Method { &Method::GET }
///     fn target(&self) -> Target<'_> { Target::from(&self.url) }
///     fn url_text(&self) -> String { self.url.to_string() }
///     fn headers(&self) -> &HeaderMap { &self.headers }
///     fn headers_mut(&mut self) -> &mut HeaderMap { &mut self.headers }
/// }
///
/// let mut request = Tiny { url: Uri::from_static("http://a.com/"), headers: HeaderMap::new() };
/// assert!(HttpRetry::new(HttpPolicy::new()).begin(&mut request, None).is_some());
/// ```
pub trait HttpRequest {
    /// The method.
    fn method(&self) -> &Method;
    /// Where the request goes.
    fn target(&self) -> Target<'_>;
    /// The whole URL, for hooks and logs.
    fn url_text(&self) -> String;
    /// The headers.
    fn headers(&self) -> &HeaderMap;
    /// The headers, mutable: an idempotency key may be added.
    fn headers_mut(&mut self) -> &mut HeaderMap;
}

impl<B> HttpRequest for Request<B> {
    fn method(&self) -> &Method {
        self.method()
    }

    fn target(&self) -> Target<'_> {
        self.uri().into()
    }

    fn url_text(&self) -> String {
        self.uri().to_string()
    }

    fn headers(&self) -> &HeaderMap {
        self.headers()
    }

    fn headers_mut(&mut self) -> &mut HeaderMap {
        self.headers_mut()
    }
}
