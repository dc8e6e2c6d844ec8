use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::{
    client::legacy::{Client as HyperClient, connect::HttpConnector},
    rt::TokioExecutor,
};
use retry_core::http::{FailureKind, RetryLayer};
use retry_tests::BoxError;
use tokio::time::timeout;
use tower::{Layer as _, Service, ServiceExt as _};

use crate::{
    async_calls::Client,
    call::{ATTEMPT, CONNECT, Call, End, Kind, Site, Target},
    observer::Observer,
    request::body_of,
    reqwest_calls::NOT_OURS,
};

type Body = Full<Bytes>;

/// hyper below the layer for tower.
pub(crate) struct TowerClient<S> {
    site: Site,
    usual: S,
    without_address: S,
}

pub(crate) fn tower_client(site: &Site, observer: &Observer) -> impl Client {
    let service = |without_address: bool| {
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(CONNECT));
        connector.set_local_address(without_address.then_some(NOT_OURS.into()));
        let attempt = Attempt {
            client: HyperClient::builder(TokioExecutor::new()).build(connector),
            observer: observer.clone(),
        };
        RetryLayer::new(observer.retry(site))
            .boxed_errors()
            .layer(attempt)
    };
    TowerClient {
        site: site.clone(),
        usual: service(false),
        without_address: service(true),
    }
}

impl<S> Client for TowerClient<S>
where
    S: Service<Request<Body>, Response = Response<Incoming>, Error = BoxError, Future: Send>,
    S: Clone + Send + Sync + 'static,
{
    async fn send(&self, call: Call) -> End {
        let service = match call.target {
            Target::NoAddress => &self.without_address,
            Target::Server | Target::Refused => &self.usual,
        };
        let (method, body) = match call.kind {
            Kind::Get => (Method::GET, Body::default()),
            Kind::Keyed | Kind::Plain => (Method::POST, Body::from(body_of(call.number))),
        };
        let request = Request::builder().method(method).uri(self.site.url(call));
        let request = request.body(body).expect("a request");
        match service.clone().oneshot(request).await {
            Ok(response) => {
                let status = response.status().as_u16();
                let body = timeout(ATTEMPT, response.into_body().collect()).await;
                let body = body.ok().and_then(Result::ok);
                let body = body.map(|body| String::from_utf8_lossy(&body.to_bytes()).into_owned());
                End::answered(call, status, body.as_deref())
            }
            Err(error) => End::Failed(FailureKind::of(&*error)),
        }
    }
}

/// One attempt: hyper's client has no timeout of its own.
#[derive(Clone)]
struct Attempt {
    client: HyperClient<HttpConnector, Body>,
    observer: Observer,
}

impl Service<Request<Body>> for Attempt {
    type Response = Response<Incoming>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        self.observer.count_resends(request.extensions());
        let response = timeout(ATTEMPT, self.client.request(request));
        Box::pin(async move {
            let too_late = |_| io::Error::from(io::ErrorKind::TimedOut);
            Ok(response.await.map_err(too_late)??)
        })
    }
}
