use std::{
    future::Future,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::{BodyExt, Collected, Full};
use hyper_util::{
    client::legacy::{Client, Error, connect::HttpConnector},
    rt::TokioExecutor,
};
use retry_core::{
    Backoff, Jitter, Policy,
    http::{HttpEvent, HttpPolicy, HttpReport, HttpRetry, Mounts},
    testing::ManualClock,
};
use retry_tests::{Reply, ScriptedServer, event_line};
use tower::{Layer, Service, ServiceExt as _};

/// Waits of 100 ms.
pub(crate) const HTTP: HttpPolicy = HttpPolicy::new().policy(
    Policy::new()
        .backoff(Backoff::constant(Duration::from_millis(100)))
        .jitter(Jitter::None),
);

pub(crate) type Body = Full<Bytes>;

/// A client of hyper.
pub(crate) fn client<B>() -> Client<HttpConnector, B>
where
    B: BodyExt<Data = Bytes> + Send + 'static,
{
    Client::builder(TokioExecutor::new()).build_http()
}

/// A retry on a clock that keeps the waits, with hooks that keep what they were told.
pub(crate) struct Session {
    pub(crate) retry: HttpRetry<ManualClock>,
    pub(crate) clock: ManualClock,
    log: Arc<Mutex<Vec<String>>>,
}

impl Session {
    pub(crate) fn new(mounts: impl Into<Mounts>) -> Self {
        let clock = ManualClock::new();
        let log = Arc::<Mutex<Vec<String>>>::default();
        let hook = || {
            let log = Arc::clone(&log);
            move |event: &HttpEvent<'_>| log.lock().expect("no panic").push(event_line(event))
        };
        let retry = HttpRetry::new(mounts)
            .on_retry(hook())
            .on_stop(hook())
            .timer(clock.clone());
        Self { retry, clock, log }
    }

    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().expect("no panic").clone()
    }
}

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(future)
}

/// What came of one request.
pub(crate) struct Ran<E> {
    pub(crate) sent: Result<Response<String>, E>,
    pub(crate) requests: Vec<String>,
    pub(crate) bodies: Vec<String>,
    pub(crate) waits: Vec<Duration>,
    pub(crate) log: Vec<String>,
}

impl<E: std::fmt::Debug> Ran<E> {
    /// The status, if there is a response.
    pub(crate) fn status(&self) -> Option<u16> {
        let response = self.sent.as_ref().ok()?;
        Some(response.status().as_u16())
    }

    pub(crate) fn report(&self) -> HttpReport {
        let response = self.sent.as_ref().expect("a response");
        *response.extensions().get().expect("a report")
    }
}

/// Sends a request without a body, but for what `prepare` does to it, to a server that plays this
/// script.
pub(crate) fn play(
    mounts: impl Into<Mounts>,
    method: &Method,
    script: &[Reply],
    prepare: impl FnOnce(&mut Request<Body>),
) -> Ran<Error> {
    let session = Session::new(mounts);
    let mut request = Request::new(Body::default());
    *request.method_mut() = method.clone();
    prepare(&mut request);
    play_through(&session, session.retry.clone(), request, script)
}

/// The same through any layer, with any body.
pub(crate) fn play_through<L, B, E>(
    session: &Session,
    layer: L,
    mut request: Request<B>,
    script: &[Reply],
) -> Ran<E>
where
    B: BodyExt<Data = Bytes> + Send + 'static,
    L: Layer<Client<HttpConnector, B>>,
    L::Service: Service<Request<B>, Response = Response<hyper::body::Incoming>, Error = E>,
{
    let server = ScriptedServer::start(script.iter().copied());
    *request.uri_mut() = server.url().parse().expect("a URL");
    let sent = block_on(async {
        let (parts, body) = layer.layer(client()).oneshot(request).await?.into_parts();
        // One that is cut is none of this layer's business.
        let body = body.collect().await.map(Collected::to_bytes);
        let text = String::from_utf8_lossy(&body.unwrap_or_default()).into_owned();
        Ok(Response::from_parts(parts, text))
    });
    Ran {
        sent,
        requests: server.requests(),
        bodies: server.bodies(),
        waits: session.clock.waits(),
        log: session.log(),
    }
}
