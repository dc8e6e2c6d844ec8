use http::Request;

/// How a [`RetryLayer`](crate::http::RetryLayer) copies a request for another attempt.
///
/// Implemented for [`CloneAll`], which clones all of it, and for closures.
#[diagnostic::on_unimplemented(
    message = "requests with a body of type `{B}` cannot be cloned by `{Self}`",
    note = "use a body that is `Clone`, such as `Full<Bytes>` of http-body-util, or say how to clone it with `RetryLayer::clone_request`"
)]
pub trait CloneRequest<B> {
    /// A copy of the request; `None` if it can be sent only once. Called before each attempt.
    fn clone_request(&self, request: &Request<B>) -> Option<Request<B>>;
}

/// Clones method, URL, headers, extensions and body.
#[derive(Clone, Copy, Debug, Default)]
pub struct CloneAll;

impl<B: Clone> CloneRequest<B> for CloneAll {
    fn clone_request(&self, request: &Request<B>) -> Option<Request<B>> {
        Some(request.clone())
    }
}

impl<B, F> CloneRequest<B> for F
where
    F: Fn(&Request<B>) -> Option<Request<B>>,
{
    fn clone_request(&self, request: &Request<B>) -> Option<Request<B>> {
        self(request)
    }
}
