use core::fmt;
use std::{boxed::Box, io};

use async_trait::async_trait;
use http::Extensions;
use reqwest::{Request, Response};
use reqwest_middleware::{Error, Middleware, Next, Result};

use crate::{
    http::{
        adapter::{ErrorForms, HedgedAnswer, HttpRetry},
        failure::{ClientError as _, HttpError, ReadBody as _},
        request::{PerRequest, ResendCount},
    },
    limits::LendsHedge,
    time::{AsyncTimer, DefaultTimer},
};

impl<T> HttpRetry<T> {
    /// Starts a further attempt while the first is still out, and takes the first answer that is accepted: for the
    /// client of `reqwest-middleware`. The rules are those of [`Retry::hedge`](crate::Retry::hedge). Give it last.
    ///
    /// Only what may be sent twice is hedged: a request whose method or key allows it, and whose body is not a
    /// stream. A request behind a [gate](Self::gate), or with
    /// [`PerRequest::body_from`], is not. These are retried as without a hedge.
    ///
    /// What middlewares that were added later put into the extensions of the request stays with their attempt. A
    /// connection whose answer is dropped with its attempt is closed under HTTP/1.
    ///
    /// ```
    /// use core::time::Duration;
    /// use reqwest_middleware::ClientBuilder;
    /// use retry_core::{Hedge, http::{HttpPolicy, HttpRetry}};
    ///
    /// const HTTP: HttpPolicy = HttpPolicy::new();
    ///
    /// let retry = HttpRetry::new(HTTP).hedge(Hedge::after(Duration::from_millis(50)).at_most(2));
    /// let client = ClientBuilder::new(reqwest::Client::new()).with(retry).build();
    /// # let _ = client;
    /// ```
    pub fn hedge<H>(self, hedge: H) -> HedgedRetry<H, T>
    where
        H: LendsHedge + Clone,
    {
        HedgedRetry { retry: self, hedge }
    }
}

/// A middleware that retries and hedges. Made by [`HttpRetry::hedge`].
#[derive(Clone)]
#[must_use = "it does nothing on its own: pass it to a client"]
pub struct HedgedRetry<H, T = DefaultTimer> {
    retry: HttpRetry<T>,
    hedge: H,
}

#[async_trait]
impl<H, T> Middleware for HedgedRetry<H, T>
where
    H: LendsHedge + Clone + Send + Sync + 'static,
    T: AsyncTimer<Sleep: Send> + Clone + Send + Sync + 'static,
{
    async fn handle(
        &self,
        mut request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> Result<Response> {
        let settings = extensions.get::<PerRequest>();
        let makes_body = settings.is_some_and(|settings| settings.body.is_some());
        let exchange = self.retry.begin(&mut request, settings);
        let exchange = exchange.filter(|exchange| {
            !makes_body && exchange.can_hedge() && request.try_clone().is_some()
        });
        let Some(exchange) = exchange else {
            // It begins anew, and finds the key that was added.
            return self.retry.handle(request, extensions, next).await;
        };
        let of_request = &*extensions;
        let send = |attempt: crate::Attempt| {
            let request = request.try_clone();
            let mut extensions = of_request.clone();
            ResendCount::mark(attempt.number() - 1, &mut extensions);
            let next = next.clone();
            async move {
                match request {
                    Some(request) => next.run(request, &mut extensions).await,
                    None => Err(Error::middleware(io::Error::other("the body is gone"))),
                }
            }
        };
        let errors = ErrorForms {
            read: |error: &Error| (error.failure_kind(), error),
            refused: Error::middleware,
        };
        let answer = exchange.hedged(self.hedge.clone(), send, errors);
        let HedgedAnswer {
            outcome,
            report,
            raised,
        } = answer.await;
        extensions.insert(report);
        let mut response = outcome?;
        response.extensions_mut().insert(report);
        match raised {
            None => Ok(response),
            Some(error) => {
                let body = response.read_start(HttpError::MAX_BODY).await;
                Err(error.with_body(body).into())
            }
        }
    }
}

impl<H, T> fmt::Debug for HedgedRetry<H, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HedgedRetry")
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
