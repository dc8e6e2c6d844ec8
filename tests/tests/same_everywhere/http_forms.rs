use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request};
use http_body_util::Full;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use reqwest_middleware::ClientBuilder;
use retry_core::{
    http::{HttpPolicy, HttpRetry, UreqSession},
    testing::ManualClock,
};
use retry_tests::{ScriptedServer, block_on, reqwest_client, ureq_agent};
use tower::{Layer as _, ServiceExt as _};

use crate::play::{Answer, Form, Play};

/// The form for one call, over real sockets as all of these.
pub(crate) const CALLS: &[(&str, Form)] = &[("call", call)];

/// The forms for all requests of a client.
pub(crate) const ADAPTERS: &[(&str, Form)] =
    &[("reqwest", reqwest), ("ureq", ureq), ("tower", tower)];

fn server(play: &Play) -> ScriptedServer {
    ScriptedServer::start(play.answers.iter().copied().map(Answer::reply))
}

fn retry(play: &Play) -> HttpRetry<ManualClock> {
    HttpRetry::new(HttpPolicy::new().policy(play.policy))
        .name("fetch")
        .on_retry(play.http_hook("retry"))
        .on_stop(play.http_hook("stop"))
        .on_end(play.http_hook("end"))
        .budget("", Arc::clone(&play.budget))
        .timer(play.clock.clone())
}

fn call(play: &Play) {
    let (server, client) = (server(play), reqwest_client());
    let policy = HttpPolicy::new().policy(play.policy);
    let run = policy
        .call(Method::GET)
        .retry(|| client.get(server.url()).send())
        .name("fetch")
        .on_retry(play.hook("retry"))
        .on_stop(play.hook("stop"))
        .on_end(play.hook("end"))
        .budget(&*play.budget)
        .timer(&play.clock);
    block_on(async { run.await }).expect("a response");
}

fn reqwest(play: &Play) {
    let server = server(play);
    let client = ClientBuilder::new(reqwest_client())
        .with(retry(play))
        .build();
    block_on(client.get(server.url()).send()).expect("a response");
}

fn ureq(play: &Play) {
    let server = server(play);
    let session = UreqSession::new(ureq_agent(), retry(play));
    session.get(server.url()).call().expect("a response");
}

fn tower(play: &Play) {
    let server = server(play);
    let client = Client::builder(TokioExecutor::new()).build_http();
    let request = Request::get(server.url()).body(Full::<Bytes>::default());
    let sent = retry(play)
        .layer(client)
        .oneshot(request.expect("a request"));
    block_on(sent).expect("a response");
}
