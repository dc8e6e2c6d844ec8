use std::{boxed::Box, io};

use async_trait::async_trait;
use http::Extensions;
use reqwest::{Request, Response};
use reqwest_middleware::{Error, Middleware, Next, Result};

use crate::{
    driver::Attempt,
    http::{
        adapter::{ErrorForms, HedgedAnswer, HedgedRetry},
        failure::{ClientError as _, HttpError, ReadBody as _},
        request::{PerRequest, ResendCount},
    },
    limits::LendsHedge,
    retry::retry,
    time::AsyncTimer,
};

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
        let send = |attempt: Attempt| {
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
        let options = exchange.into_hedged(errors);
        let answer = retry(send).with(|_| options).hedge(self.hedge.clone());
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
