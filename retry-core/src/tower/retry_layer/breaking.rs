use super::RetryLayer;
use crate::{
    breaker::BreakerOpen,
    retry::{Breaking, Configure, LendsBreaker},
};

/// `C`, with a breaker whose refusals become errors of this type.
type WithBreaker<C, B, Error> =
    <C as Configure>::WithBreaker<Breaking<B, fn(BreakerOpen) -> Error>>;

impl<C: Configure, K, T> RetryLayer<C, K, T> {
    /// The [breaker](crate::Breaker) that each attempt asks: a reference or an `Arc`. The error of the service
    /// implements `From<BreakerOpen>`, as boxed errors do.
    ///
    /// It is asked before the service is polled ready, so that a request which waits for it holds no permit.
    ///
    /// ```
    /// use retry_core::{Breaker, Policy, tower::RetryLayer};
    ///
    /// static QUEUE: Breaker = Breaker::consecutive(5);
    ///
    /// let layer = RetryLayer::new(Policy::new()).breaker::<_, std::io::Error>(&QUEUE);
    /// # let _ = layer;
    /// ```
    pub fn breaker<B, Error>(self, breaker: B) -> RetryLayer<WithBreaker<C, B, Error>, K, T>
    where
        B: LendsBreaker + Clone,
        Error: From<BreakerOpen>,
    {
        let make: fn(BreakerOpen) -> Error = Error::from;
        self.breaker_or(breaker, make)
    }

    /// Like [`breaker`](Self::breaker), for errors that are not `From<BreakerOpen>`.
    ///
    /// ```
    /// use retry_core::{Breaker, Policy, tower::RetryLayer};
    ///
    /// static QUEUE: Breaker = Breaker::consecutive(5);
    ///
    /// let layer = RetryLayer::new(Policy::new()).breaker_or(&QUEUE, |open| open.to_string());
    /// # let _ = layer;
    /// ```
    pub fn breaker_or<B, F, Error>(
        self,
        breaker: B,
        make: F,
    ) -> RetryLayer<C::WithBreaker<Breaking<B, F>>, K, T>
    where
        B: LendsBreaker + Clone,
        F: Fn(BreakerOpen) -> Error + Clone,
    {
        self.with(|options| options.with_breaker(Breaking::new(breaker, make)))
    }
}
