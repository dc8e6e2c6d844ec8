/// How a retry layer copies a request for another attempt.
///
/// Implemented for [`CloneAll`], which takes every request that is `Clone`, and for closures.
///
/// ```
/// use retry_core::tower::{CloneAll, CloneRequest};
///
/// struct Upload { path: String, is_stream: bool }
///
/// let clone = |upload: &Upload| {
///     (!upload.is_stream).then(|| Upload { path: upload.path.clone(), is_stream: false })
/// };
/// assert!(clone.clone_request(&Upload { path: "/tea".into(), is_stream: true }).is_none());
/// assert_eq!(CloneAll.clone_request(&"GET"), Some("GET"));
/// ```
#[diagnostic::on_unimplemented(
    message = "requests of type `{Request}` cannot be cloned by `{Self}`",
    note = "send requests that are `Clone` (over HTTP, those with a body such as `Full<Bytes>` of http-body-util), or say how to clone them with `RetryLayer::clone_request`"
)]
pub trait CloneRequest<Request> {
    /// A copy of the request; `None` if it can be sent only once. Called before each attempt.
    fn clone_request(&self, request: &Request) -> Option<Request>;
}

/// Clones all of a request: over HTTP method, URL, headers, extensions and body.
///
/// ```
/// use retry_core::tower::{CloneAll, CloneRequest as _};
///
/// assert_eq!(CloneAll.clone_request(&7), Some(7));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct CloneAll;

impl<Request: Clone> CloneRequest<Request> for CloneAll {
    fn clone_request(&self, request: &Request) -> Option<Request> {
        Some(request.clone())
    }
}

impl<Request, F> CloneRequest<Request> for F
where
    F: Fn(&Request) -> Option<Request>,
{
    fn clone_request(&self, request: &Request) -> Option<Request> {
        self(request)
    }
}
