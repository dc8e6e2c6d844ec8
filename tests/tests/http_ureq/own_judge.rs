//! A judge of the caller's own, which is asked before the rules.

use http::StatusCode;
use retry_core::http::{FailureKind, HttpPolicy, UreqSession};
use retry_tests::{
    GITHUB_LIMIT, HTTP, Recorder, Reply, ScriptedServer, assert_asked_before_the_rules,
    github_judge, ureq_agent,
};

use crate::client::RequestRecord;

#[test]
fn a_judge_of_ones_own_is_asked_before_the_rules() {
    assert_asked_before_the_rules(play_judged);
}

#[test]
fn what_it_rejects_to_the_end_is_raised() {
    let ran = play_judged(&HTTP.raise_on_status(true), &[GITHUB_LIMIT; 3]);
    let error = ran.result.expect_err("raised");
    let FailureKind::Answered(answer) = FailureKind::of(&error) else {
        panic!("{error:?}");
    };
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
}

fn play_judged(policy: &HttpPolicy, script: &[Reply]) -> RequestRecord {
    let server = ScriptedServer::start(script.iter().copied());
    let recorder = Recorder::new();
    let retry = recorder.retry(*policy).judge(github_judge);
    let sent = UreqSession::new(ureq_agent(), retry)
        .get(server.url())
        .call();
    RequestRecord::new(sent, &server, &recorder)
}
