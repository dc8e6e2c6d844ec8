//! A judge of the caller's own, which is asked before the rules.

use http::Request;
use hyper_util::client::legacy::Error;
use retry_core::http::HttpPolicy;
use retry_tests::{Recorder, Reply, RequestRecord, assert_asked_before_the_rules, github_judge};

use crate::client::{Body, play_through};

#[test]
fn a_judge_of_ones_own_is_asked_before_the_rules() {
    assert_asked_before_the_rules(play_judged);
}

fn play_judged(policy: &HttpPolicy, script: &[Reply]) -> RequestRecord<String, Error> {
    let recorder = Recorder::new();
    let layer = recorder.retry(*policy).judge(github_judge);
    play_through(&recorder, layer, Request::new(Body::default()), script)
}
