use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering::Relaxed},
};

use futures_lite::future::{pending, yield_now};
use http::{Extensions, Request, Response};
use reqwest_middleware::{Middleware, Next};
use tracing::{Instrument as _, Span, info, info_span};
use ureq::{SendBody, middleware::MiddlewareNext};

/// What is inside of an adapter, in place of a client: a span of its own, in which it sends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inner {
    calls: Arc<AtomicU32>,
    pub(crate) hangs: bool,
}

impl Inner {
    /// It never gets a response; a blocking one panics.
    pub(crate) fn that_hangs() -> Self {
        Self {
            hangs: true,
            ..Self::default()
        }
    }

    fn span() -> Span {
        info_span!(target: "test", "request")
    }

    /// 503 for the first request and 200 for the second.
    fn answer(&self) -> u16 {
        info!(target: "test", "sent");
        match self.calls.fetch_add(1, Relaxed) {
            0 => 503,
            _ => 200,
        }
    }

    async fn send(self) -> u16 {
        yield_now().await;
        if self.hangs {
            pending::<()>().await;
        }
        self.answer()
    }

    /// As a service of tower.
    pub(crate) fn call(
        self,
        _: Request<()>,
    ) -> impl Future<Output = std::io::Result<Response<()>>> {
        let sent = async { Ok(retry_tests::response(self.send().await, &[])) };
        sent.instrument(Self::span())
    }
}

#[async_trait::async_trait]
impl Middleware for Inner {
    async fn handle(
        &self,
        _: reqwest::Request,
        _: &mut Extensions,
        _: Next<'_>,
    ) -> reqwest_middleware::Result<reqwest::Response> {
        let status = self.clone().send().instrument(Self::span()).await;
        Ok(retry_tests::response(status, &[]).map(|()| "").into())
    }
}

impl ureq::middleware::Middleware for Inner {
    fn handle(
        &self,
        _: Request<SendBody<'_>>,
        _: MiddlewareNext<'_>,
    ) -> Result<Response<ureq::Body>, ureq::Error> {
        let status = Self::span().in_scope(|| {
            assert!(!self.hangs, "a test of a panic");
            self.answer()
        });
        let response = retry_tests::response(status, &[]);
        Ok(response.map(|()| ureq::Body::builder().data("")))
    }
}
