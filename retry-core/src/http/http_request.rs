use std::string::{String, ToString};

use http::{HeaderMap, Method, Request};

use super::Target;

/// A request: a method, a URL and headers, whatever its body.
///
/// Implemented for `http::Request`, which is also that of ureq, hyper, axum and tower, and with feature
/// `reqwest` for `reqwest::Request`. Implement it for the request of a client of your own to build an
/// adapter on [`HttpRetry::begin`](super::HttpRetry::begin).
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
    /// Where it goes.
    fn target(&self) -> Target<'_>;
    /// The whole URL, to be shown.
    fn url_text(&self) -> String;
    /// The headers.
    fn headers(&self) -> &HeaderMap;
    /// The headers, to add a key.
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
