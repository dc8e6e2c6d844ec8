use core::borrow::Borrow;
use std::string::String;

use super::{
    http_retry::HttpRetry,
    request_breaker::{SharedBreaker, by_server},
};
use crate::breaker::{Breaker, Breakers};

/// What stops sending to a server that is down.
///
/// Each attempt asks the breaker of its URL. What the policy would retry if the request may be sent twice counts as
/// a failure: certain statuses, lost connections, timeouts. A request that is refused and may not wait ends with
/// [`BreakerOpen`](crate::BreakerOpen) in the error of the client:
///
/// | adapter | the error |
/// |---|---|
/// | `reqwest-middleware` | `Error::Middleware` |
/// | ureq | `Error::Other` |
/// | tower | the box of [`RetryLayer::boxed_errors`](crate::http::RetryLayer::boxed_errors), which a breaker requires |
impl<T> HttpRetry<T> {
    /// Gives each server a breaker of its own. Its key is the host in lower case, and the port if it is not the
    /// default one: `api.example.com`, `localhost:8080`.
    ///
    /// ```
    /// use retry_core::{Breaker, Breakers, http::{HttpPolicy, HttpRetry}};
    ///
    /// static SERVERS: Breakers<String> = Breakers::new(|| Breaker::consecutive(5));
    ///
    /// let retry = HttpRetry::new(HttpPolicy::new()).breakers(&SERVERS);
    /// # let _ = retry;
    /// SERVERS.get("api.example.com").isolate();
    /// ```
    pub fn breakers<F>(
        self,
        breakers: impl Borrow<Breakers<String, F>> + Send + Sync + 'static,
    ) -> Self
    where
        F: Fn() -> Breaker + 'static,
    {
        self.change(|rules| rules.server_breakers = Some(by_server(breakers)))
    }

    /// Gives the URLs with this prefix a breaker, in place of that of their server. Prefixes work as in
    /// [`Mounts`](crate::http::Mounts); the empty one is for every URL.
    ///
    /// ```
    /// use retry_core::{Breaker, http::{HttpPolicy, HttpRetry}};
    ///
    /// static SEARCH: Breaker = Breaker::rate(0.5);
    ///
    /// let retry = HttpRetry::new(HttpPolicy::new()).breaker("https://api.example.com/search/", &SEARCH);
    /// # let _ = retry;
    /// ```
    ///
    /// # Panics
    ///
    /// When the prefix is not valid, or has a breaker already.
    pub fn breaker(
        self,
        prefix: &str,
        breaker: impl Borrow<Breaker> + Send + Sync + 'static,
    ) -> Self {
        self.change(|rules| {
            if let Err(refusal) = rules.breakers.add(prefix, SharedBreaker::new(breaker)) {
                panic!("{refusal}");
            }
        })
    }
}
