use core::fmt;

use super::http_retry::HttpRetry;
use crate::{limits::LendsHedge, time::DefaultTimer};

impl<T> HttpRetry<T> {
    /// Starts a further attempt while the first is still out, and takes the first answer that is accepted: for the
    /// client of `reqwest-middleware`, and for services of tower. The rules are those of
    /// [`Retry::hedge`](crate::Retry::hedge). Give it last.
    ///
    /// Only what may be sent twice is hedged: a request whose method or key allows it, and whose body can be copied.
    /// A request behind a [gate](Self::gate), or with
    /// [`PerRequest::body_from`](crate::http::PerRequest::body_from), is not. These are retried as without a hedge.
    ///
    /// What one attempt puts into the extensions of its request stays with it. A connection whose answer is dropped
    /// with its attempt is closed under HTTP/1.
    ///
    /// As a layer it takes requests whose body is `Clone` and services whose error is an `Error`. For others, and
    /// with [breakers](Self::breakers), hedge a `RetryLayer`: `RetryLayer::new(retry).boxed_errors().hedge(hedge)`.
    ///
    /// ```
    /// use core::time::Duration;
    /// use retry_core::{Hedge, http::{HttpPolicy, HttpRetry}};
    ///
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    ///
    /// let retry = HttpRetry::new(HTTP).hedge(Hedge::after(Duration::from_millis(50)).at_most(2));
    /// # #[cfg(feature = "reqwest-middleware")]
    /// let client = reqwest_middleware::ClientBuilder::new(reqwest::Client::new()).with(retry.clone()).build();
    /// # #[cfg(feature = "tower")]
    /// let layers = tower::ServiceBuilder::new().layer(retry);
    /// ```
    pub fn hedge<H>(self, hedge: H) -> HedgedRetry<H, T>
    where
        H: LendsHedge + Clone,
    {
        HedgedRetry { retry: self, hedge }
    }
}

/// A middleware of reqwest, and a layer of tower, that retries and hedges. Made by [`HttpRetry::hedge`].
#[derive(Clone)]
#[must_use = "it does nothing on its own: pass it to a client"]
pub struct HedgedRetry<H, T = DefaultTimer> {
    pub(in crate::http) retry: HttpRetry<T>,
    pub(in crate::http) hedge: H,
}

impl<H, T> fmt::Debug for HedgedRetry<H, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HedgedRetry")
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
