//! Which policy applies to a request: the mounted one, or that of the request itself.

use http::Method;
use retry_core::http::{HttpReport, Mounts, PerRequest};
use retry_tests::{HTTP, Reply, ureq_agent};
use ureq::{Agent, Error};

use crate::client::{as_it_is, play, play_with};

#[test]
fn requests_outside_of_all_mounts_are_never_retried() {
    let elsewhere = || Mounts::new().mount("https://api.example.com/", HTTP.make_keys(true));
    let script = [Reply::Status(503), Reply::Status(200)];
    let record = play(elsewhere(), &Method::POST, &script);
    assert_eq!(record.status(), Some(503));
    assert_eq!(record.requests, ["POST"], "without a key");
    let response = record.result.expect("a response");
    assert!(response.extensions().get::<HttpReport>().is_none());

    let wants = |mounts: Mounts, per_request: PerRequest| {
        play_with(ureq_agent(), mounts, &Method::GET, &script, (), |request| {
            request.extension(per_request)
        })
    };
    assert_eq!(wants(elsewhere(), PerRequest::with(HTTP)).requests.len(), 2);
    assert_eq!(wants(HTTP.into(), PerRequest::never()).requests.len(), 1);

    let agent = Agent::new_with_defaults();
    let record = play_with(agent, Mounts::new(), &Method::GET, &script, (), as_it_is);
    assert!(
        matches!(record.result, Err(Error::StatusCode(503))),
        "the error of the agent"
    );
}
