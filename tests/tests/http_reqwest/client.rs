use http::Method;
use reqwest::Body;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Error, Middleware, RequestBuilder};
use retry_core::http::Mounts;
use retry_tests::{Recorder, Reply, ScriptedServer, block_on, reqwest_client};

pub(crate) type RequestRecord = retry_tests::RequestRecord<Body, Error>;

pub(crate) fn client(retry: impl Middleware) -> ClientWithMiddleware {
    ClientBuilder::new(reqwest_client()).with(retry).build()
}

pub(crate) fn as_it_is(request: RequestBuilder) -> RequestBuilder {
    request
}

pub(crate) fn with_order(request: RequestBuilder) -> RequestBuilder {
    request.body("order")
}

/// Sends a request, changed by `prepare`, to a server with this script.
pub(crate) fn play(
    mounts: impl Into<Mounts>,
    method: &Method,
    script: &[Reply],
    prepare: impl FnOnce(RequestBuilder) -> RequestBuilder,
) -> RequestRecord {
    let server = ScriptedServer::start(script.iter().copied());
    let recorder = Recorder::new();
    let request = client(recorder.retry(mounts)).request(method.clone(), server.url());
    let sent = block_on(async { prepare(request).send().await });
    RequestRecord::new(sent.map(Into::into), &server, &recorder)
}
