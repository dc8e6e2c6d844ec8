use http::Request;

/// How a [`RetryLayer`](super::RetryLayer) comes to a second request. `None` is "it can be sent only
/// once".
///
/// Implemented for [`Whole`], which clones all of it, and for closures.
#[diagnostic::on_unimplemented(
    message = "requests with a body of type `{B}` cannot be cloned by `{Self}`",
    note = "give bodies that are `Clone`, such as `Full<Bytes>` of http-body-util, or say how by `RetryLayer::clone_request`"
)]
pub trait CloneRequest<B> {
    /// The request for an attempt that may follow. Called before each attempt.
    fn clone_request(&self, request: &Request<B>) -> Option<Request<B>>;
}

/// Clones method, URL, headers, extensions and body.
#[derive(Clone, Copy, Debug, Default)]
pub struct Whole;

impl<B: Clone> CloneRequest<B> for Whole {
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
