//! Where a policy holds: below its mount, and for requests that want no other.

use http::Method;
use retry_core::http::{HttpReport, Mounts, PerRequest};
use retry_tests::{HTTP, Reply, ureq_agent};
use ureq::{Agent, Error};

use crate::client::{as_it_is, play, play_with};

#[test]
fn requests_outside_of_all_mounts_are_never_retried() {
    let elsewhere = || Mounts::new().mount("https://api.example.com/", HTTP.make_keys(true));
    let script = [Reply::Status(503), Reply::Status(200)];
    let ran = play(elsewhere(), &Method::POST, &script);
    assert_eq!(ran.status(), Some(503));
    assert_eq!(ran.requests, ["POST"], "without a key");
    let response = ran.result.expect("a response");
    assert!(response.extensions().get::<HttpReport>().is_none());

    let wants = |mounts: Mounts, wanted: PerRequest| {
        play_with(ureq_agent(), mounts, &Method::GET, &script, (), |request| {
            request.extension(wanted)
        })
    };
    assert_eq!(wants(elsewhere(), PerRequest::with(HTTP)).requests.len(), 2);
    assert_eq!(wants(HTTP.into(), PerRequest::never()).requests.len(), 1);

    let agent = Agent::new_with_defaults();
    let ran = play_with(agent, Mounts::new(), &Method::GET, &script, (), as_it_is);
    assert!(
        matches!(ran.result, Err(Error::StatusCode(503))),
        "as the agent has it"
    );
}
