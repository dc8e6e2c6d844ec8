//! tonic, client and server, over a real socket. The service and its codec are written by hand, which
//! is no more code than a build script would need.

use std::{
    collections::VecDeque,
    convert::Infallible,
    future::{Future, ready},
    net::Ipv4Addr,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Buf as _, BufMut as _, Bytes};
use http::{Request, Response, uri::PathAndQuery};
use http_body_util::{BodyExt as _, Full};
use retry_core::{StopReason, http::PerRequest};
use retry_tests::{HTTP, Recorder, RefusingPort, block_on, millis};
use tokio::net::TcpListener;
use tonic::{
    Code, Status,
    body::Body,
    client::Grpc,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    server::NamedService,
    transport::{Channel, Server},
};
use tower::{Service, ServiceBuilder};

/// A codec for messages of plain text.
#[derive(Clone, Copy, Debug, Default)]
struct Text;

impl Codec for Text {
    type Encode = String;
    type Decode = String;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Text {
    type Item = String;
    type Error = Status;

    fn encode(&mut self, item: String, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put_slice(item.as_bytes());
        Ok(())
    }
}

impl Decoder for Text {
    type Item = String;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<String>, Status> {
        let message = buffer.copy_to_bytes(buffer.remaining());
        Ok(Some(String::from_utf8_lossy(&message).into_owned()))
    }
}

/// Fails as its script says, and after that returns each message.
#[derive(Clone, Debug)]
struct Echo {
    script: Arc<Mutex<VecDeque<Status>>>,
    calls: Arc<AtomicU32>,
}

impl NamedService for Echo {
    const NAME: &'static str = "test.Echo";
}

impl Service<Request<Body>> for Echo {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        self.calls.fetch_add(1, SeqCst);
        let refusal = self.script.lock().expect("no panic").pop_front();
        let say = tower::service_fn(move |request: tonic::Request<String>| {
            ready(match refusal.clone() {
                Some(status) => Err(status),
                None => Ok(tonic::Response::new(request.into_inner())),
            })
        });
        Box::pin(async move { Ok(tonic::server::Grpc::new(Text).unary(say, request).await) })
    }
}

/// The record of a call through a channel with retries.
struct CallRecord {
    result: Result<tonic::Response<String>, Status>,
    calls: u32,
    waits: Vec<Duration>,
    events: Vec<String>,
}

/// Collects the body in front of the layer, which is possible since a unary call has one message.
async fn collected(request: Request<Body>) -> Result<Request<Full<Bytes>>, Status> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    Ok(Request::from_parts(parts, Full::new(body)))
}

async fn say(
    recorder: &Recorder,
    url: String,
    per_request: PerRequest,
) -> Result<tonic::Response<String>, Status> {
    let channel = Channel::from_shared(url).expect("a URL").connect_lazy();
    let service = ServiceBuilder::new()
        .filter_async(collected)
        .layer(recorder.retry(HTTP))
        .map_request(|request: Request<Full<Bytes>>| request.map(Body::new))
        .service(channel);
    let mut client = Grpc::new(service);
    client.ready().await.map_err(Status::from_error)?;
    let mut request = tonic::Request::new("hello".to_owned());
    request.extensions_mut().insert(per_request);
    let path = PathAndQuery::from_static("/test.Echo/Say");
    client.unary(request, path, Text).await
}

fn play(script: &[Status], per_request: PerRequest) -> CallRecord {
    let recorder = Recorder::new();
    let echo = Echo {
        script: Arc::new(Mutex::new(script.iter().cloned().collect())),
        calls: Arc::default(),
    };
    let result = block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let incoming = tonic::transport::server::TcpIncoming::from(listener);
        let server = Server::builder()
            .add_service(echo.clone())
            .serve_with_incoming(incoming);
        let server = tokio::spawn(server);
        let result = say(&recorder, format!("http://{address}"), per_request).await;
        server.abort();
        let ended = server.await.expect_err("it serves until it is aborted");
        assert!(ended.is_cancelled(), "{ended}");
        result
    });
    CallRecord {
        result,
        calls: echo.calls.load(SeqCst),
        waits: recorder.waits(),
        events: recorder.events(),
    }
}

fn idempotent() -> PerRequest {
    PerRequest::new().idempotent()
}

#[test]
fn unavailable_is_retried_if_the_call_is_idempotent() {
    let script = [Status::unavailable("busy"), Status::unavailable("busy")];
    let record = play(&script, idempotent());
    assert_eq!(record.result.expect("a reply").into_inner(), "hello");
    assert_eq!((record.calls, record.waits), (3, millis([100, 100])));
    assert_eq!(
        record.events,
        ["POST Say #1: 503: 100ms", "POST Say #2: 503: 100ms"]
    );

    let record = play(&script, PerRequest::new());
    assert_eq!(
        record.result.expect_err("refused").code(),
        Code::Unavailable
    );
    assert_eq!((record.calls, record.waits), (1, vec![]));
}

#[test]
fn only_unavailable_and_resource_exhausted_are_retried() {
    for code in [
        Code::NotFound,
        Code::Internal,
        Code::InvalidArgument,
        Code::Aborted,
    ] {
        let record = play(&[Status::new(code, "no")], idempotent());
        assert_eq!(record.result.expect_err("refused").code(), code);
        assert_eq!(record.calls, 1);
    }
    let record = play(&[Status::resource_exhausted("later")], idempotent());
    assert_eq!(record.result.expect("a reply").into_inner(), "hello");
    assert_eq!(record.calls, 2);
    assert_eq!(record.events, ["POST Say #1: 429: 100ms"]);
}

#[test]
fn a_pushback_is_a_hint_or_forbids_the_retry() {
    let pushed = |delay: &'static str| {
        let mut status = Status::unavailable("busy");
        status
            .metadata_mut()
            .insert("grpc-retry-pushback-ms", delay.parse().expect("text"));
        play(&[status], idempotent())
    };
    let record = pushed("1500");
    assert_eq!((record.calls, record.waits), (2, millis([1500])));
    let record = pushed("0");
    assert_eq!(
        (record.calls, record.waits),
        (2, millis([100])),
        "a pushback of 0 leaves the backoff"
    );
    for none in ["-1", "soon", ""] {
        let record = pushed(none);
        assert_eq!((record.calls, record.waits), (1, vec![]), "{none:?}");
        assert_eq!(
            record.result.expect_err("refused").code(),
            Code::Unavailable
        );
    }
}

#[test]
fn a_refused_connection_is_retried_whatever_the_call() {
    let port = RefusingPort::take();
    let recorder = Recorder::new();
    let url = port.url().replace("/page", "");
    let status = block_on(say(&recorder, url, PerRequest::new())).expect_err("refused");
    assert_eq!(status.code(), Code::Unavailable);
    assert_eq!(recorder.waits(), millis([100, 100]));
}

#[test]
fn the_last_status_comes_back_when_no_attempts_are_left() {
    let script = vec![Status::unavailable("busy"); 3];
    let record = play(&script, idempotent());
    assert_eq!(record.result.expect_err("refused").message(), "busy");
    assert_eq!(record.calls, 3);
    assert!(
        record.events[2].ends_with(&StopReason::Attempts.to_string()),
        "{:?}",
        record.events
    );
}
