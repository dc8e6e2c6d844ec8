//! A request that was answered with a redirect has been received.

use http::Method;
use retry_core::{
    StopReason,
    http::{FailureKind, HttpPolicy, UreqSession},
};
use retry_tests::{HTTP, Recorder, RefusingPort, Reply, millis};
use ureq::ResponseExt;

use crate::client::play;

const ANY: HttpPolicy = HTTP.any_method_statuses([429]);

#[test]
fn a_post_whose_redirect_is_refused_is_not_sent_again() {
    let port = RefusingPort::take();
    let location = format!("location: {}", port.url()).leak();
    let to_port = Reply::With(303, vec![&*location].leak());
    let ran = play(HTTP, &Method::POST, &[to_port; 3]);
    assert_eq!(ran.requests, ["POST"]);
    assert_eq!(ran.events, ["POST page #1: NeverSent: not retryable"]);
    let ran = play(HTTP, &Method::GET, &[to_port; 3]);
    assert_eq!(ran.requests, ["GET"; 3]);
}

#[test]
fn a_post_whose_redirect_is_answered_with_429_is_not_sent_again() {
    // Also to the same URL: ureq keeps the history.
    for location in ["location: /other", "location: /page"] {
        let script = [Reply::With(303, vec![location].leak()), Reply::Status(429)];
        let ran = play(ANY, &Method::POST, &script);
        assert_eq!(ran.status(), Some(429), "handed back");
        assert_eq!(ran.requests, ["POST", "GET"]);
    }
    let ran = play(
        ANY,
        &Method::POST,
        &[Reply::Status(429), Reply::Status(200)],
    );
    assert_eq!(ran.requests, ["POST"; 2], "this one was the answer");
}

#[test]
fn what_follows_a_redirect_is_judged_by_the_rules_where_it_may_be_repeated() {
    let see_other = Reply::With(303, &["location: /other"]);
    let answers = [see_other, Reply::Status(503), Reply::Status(200)];
    let ran = play(HTTP, &Method::GET, &answers);
    assert_eq!(
        ran.requests, ["GET"; 3],
        "the second attempt is redirected nowhere"
    );
    assert_eq!(ran.report().stop, StopReason::Accepted);
    let ran = play(HTTP, &Method::POST, &[see_other, Reply::Status(200)]);
    assert_eq!(ran.requests, ["POST", "GET"]);
    assert_eq!(ran.report().stop, StopReason::Accepted);
}

#[test]
fn the_session_reads_whether_its_agent_follows_redirects() {
    let port = RefusingPort::take();
    let recorder = Recorder::new();
    let agent = ureq::Agent::config_builder().proxy(None).max_redirects(0);
    let session = UreqSession::new(agent.build().into(), recorder.retry(HTTP));
    let error = session.post(port.url()).send("order").expect_err("refused");
    assert_eq!(FailureKind::of(&error), FailureKind::NeverSent);
    assert_eq!(recorder.waits(), millis([100, 100]));
}

#[test]
fn the_history_of_redirects_is_kept_only_where_a_verdict_depends_on_it() {
    for (policy, method, is_kept) in [
        (ANY, Method::POST, true),
        (ANY, Method::GET, false),
        (HTTP, Method::POST, false),
        (ANY.no_redirects(), Method::POST, false),
    ] {
        let ran = play(policy, &method, &[Reply::Status(200)]);
        let response = ran.result.expect("a response");
        let history = response.get_redirect_history();
        assert_eq!(history.is_some(), is_kept, "{method} {policy:?}");
    }
}
