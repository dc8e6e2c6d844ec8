//! Which policy applies to a request: the mounted one, or that of the request itself.

use http::Method;
use retry_core::{
    Policy, StopReason,
    http::{HttpPolicy, HttpReport, Mounts, PerRequest},
};
use retry_tests::{HTTP, Recorder, Reply, ScriptedServer, block_on};

use crate::client::{client, play};

#[test]
fn a_policy_per_request_replaces_the_mounted_one() {
    const ONCE: HttpPolicy = HTTP.policy(Policy::new().attempts(1));
    let script = [Reply::Status(503), Reply::Status(200)];
    let wanting = |policy, method, per_request: PerRequest| {
        play(policy, &method, &script, |request| {
            request.with_extension(per_request)
        })
    };

    let record = wanting(HTTP, Method::GET, PerRequest::never());
    assert_eq!(record.status(), Some(503));
    let response = record.result.expect("a response");
    assert_eq!(response.extensions().get::<HttpReport>(), None);

    let record = wanting(HTTP, Method::GET, PerRequest::with(ONCE));
    assert_eq!(record.status(), Some(503));
    assert_eq!(record.report().stop, StopReason::Attempts);

    let record = wanting(ONCE, Method::GET, PerRequest::with(HTTP));
    assert_eq!(record.status(), Some(200));

    let record = wanting(HTTP, Method::POST, PerRequest::new().idempotent());
    assert_eq!(record.status(), Some(200));
    assert_eq!(record.requests, ["POST", "POST"]);
}

#[test]
fn requests_outside_of_all_mounts_are_never_retried() {
    for failure in [
        Reply::Status(503),
        Reply::DropUnread,
        Reply::DropAfterRequest,
    ] {
        let server = ScriptedServer::start([failure, Reply::Status(200)]);
        let elsewhere = server.url().replace("/page", "/pages/");
        let mounts = Mounts::new()
            .mount(&elsewhere, HTTP.make_keys(true))
            .mount("https://", HTTP);
        let recorder = Recorder::new();
        let client = client(recorder.retry(mounts));
        let sent = block_on(client.get(server.url()).send());
        assert!(!sent.is_ok_and(|response| response.status() == 200));
        assert_eq!(server.requests().len(), 1);
        assert_eq!(recorder.waits(), []);
        assert!(recorder.events().is_empty());
    }
}

#[test]
fn the_longest_matching_mount_applies() {
    let server = ScriptedServer::start([Reply::Status(503); 5]);
    let page = server.url();
    let twice = HTTP.attempts(2);
    let mounts = Mounts::new().mount("http://", HTTP).mount(&page, twice);
    let client = client(Recorder::new().retry(mounts));
    block_on(async {
        for url in [format!("{page}/1"), format!("{page}s")] {
            let response = client.get(url).send().await.expect("a response");
            assert_eq!(response.status(), 503);
        }
    });
    assert_eq!(server.requests().len(), 2 + 3);
}
