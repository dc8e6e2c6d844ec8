use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::{BodyExt, Collected, Full};
use hyper_util::{
    client::legacy::{Client, Error, connect::HttpConnector},
    rt::TokioExecutor,
};
use retry_core::http::Mounts;
use retry_tests::{Recorder, Reply, RequestRecord, ScriptedServer, block_on};
use tower::{Layer, Service, ServiceExt as _};

pub(crate) type Body = Full<Bytes>;

/// The client of hyper.
pub(crate) fn client<B>() -> Client<HttpConnector, B>
where
    B: BodyExt<Data = Bytes> + Send + 'static,
{
    Client::builder(TokioExecutor::new()).build_http()
}

pub(crate) fn as_it_is(_: &mut Request<Body>) {}

pub(crate) fn with_order(request: &mut Request<Body>) {
    *request.body_mut() = Full::from("order");
}

/// Sends a request without a body, changed by `prepare`, to a server with this script.
pub(crate) fn play(
    mounts: impl Into<Mounts>,
    method: &Method,
    script: &[Reply],
    prepare: impl FnOnce(&mut Request<Body>),
) -> RequestRecord<String, Error> {
    let recorder = Recorder::new();
    let mut request = Request::new(Body::default());
    *request.method_mut() = method.clone();
    prepare(&mut request);
    play_through(&recorder, recorder.retry(mounts), request, script)
}

/// Sends a request with any body through any layer to a server with this script.
pub(crate) fn play_through<L, B, E>(
    recorder: &Recorder,
    layer: L,
    mut request: Request<B>,
    script: &[Reply],
) -> RequestRecord<String, E>
where
    B: BodyExt<Data = Bytes> + Send + 'static,
    L: Layer<Client<HttpConnector, B>>,
    L::Service: Service<Request<B>, Response = Response<hyper::body::Incoming>, Error = E>,
    E: std::fmt::Debug,
{
    let server = ScriptedServer::start(script.iter().copied());
    *request.uri_mut() = server.url().parse().expect("a URL");
    let sent = block_on(async {
        let (parts, body) = layer.layer(client()).oneshot(request).await?.into_parts();
        let body = body.collect().await.map(Collected::to_bytes);
        let text = String::from_utf8_lossy(&body.expect("a whole body")).into_owned();
        Ok(Response::from_parts(parts, text))
    });
    RequestRecord::new(sent, &server, recorder)
}
