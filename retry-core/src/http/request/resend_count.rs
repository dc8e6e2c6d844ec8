use http::Extensions;

/// How often a request was sent before: in the extensions of each one that an adapter sends again, and not
/// of the first.
///
/// It is what OpenTelemetry calls `http.request.resend_count`. That is an attribute of a span, so no header is
/// sent: read it where the spans of requests are made, in a layer or a middleware that runs for each attempt.
/// The spans of `Policy::attempt_spans()` (feature `tracing`) have it already.
///
/// | adapter | who sees it |
/// |---|---|
/// | reqwest | the middlewares that are added after the `HttpRetry`, in the extensions that they get |
/// | tower | the services below the layer, in the extensions of the request |
/// | ureq | the middlewares of the agent, in the extensions of the request |
///
/// ```
/// use http::Request;
/// use retry_core::http::ResendCount;
///
/// /// The attribute for the span of a request.
/// fn resend_count<B>(request: &Request<B>) -> Option<u32> {
///     request.extensions().get().map(|count: &ResendCount| count.get())
/// }
///
/// assert_eq!(resend_count(&Request::new("")), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResendCount(u32);

impl ResendCount {
    /// `None` for a request that was not sent before.
    pub(in crate::http) fn new(resends: u32) -> Option<Self> {
        (resends > 0).then_some(Self(resends))
    }

    /// Says in the extensions of a request how often it was sent before.
    pub(in crate::http) fn mark(resends: u32, extensions: &mut Extensions) {
        match Self::new(resends) {
            Some(count) => extensions.insert(count),
            // One that was left by another request.
            None => extensions.remove(),
        };
    }

    /// 1 for the first retry, 2 for the second.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}
