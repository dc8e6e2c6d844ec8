//! A judge of the caller's own, which is asked before the rules.

use http::Request;
use hyper_util::client::legacy::Error;
use retry_core::{StopReason, http::HttpPolicy};
use retry_tests::{GITHUB_LIMIT, HTTP, Recorder, Reply, RequestRecord, github_judge, millis, secs};

use crate::client::{Body, play_through};

#[test]
fn a_judge_of_ones_own_is_asked_before_the_rules() {
    let script = [GITHUB_LIMIT, Reply::Status(503), Reply::Status(200)];
    let ran = play_judged(&HTTP, &script);
    assert_eq!(ran.status(), Some(200));
    assert_eq!(ran.waits, [secs([7])[0], millis([100])[0]]);

    // Without a permission, the 403 is final.
    let ran = play_judged(&HTTP, &[Reply::Status(403)]);
    assert_eq!(ran.status(), Some(403));
    assert_eq!(ran.report().stop, StopReason::Accepted);

    let ran = play_judged(&HTTP, &[GITHUB_LIMIT; 3]);
    assert_eq!(ran.status(), Some(403));
    assert_eq!(ran.report().stop, StopReason::Attempts);
}

fn play_judged(policy: &HttpPolicy, script: &[Reply]) -> RequestRecord<String, Error> {
    let recorder = Recorder::new();
    let layer = recorder.retry(*policy).judge(github_judge);
    play_through(&recorder, layer, Request::new(Body::default()), script)
}
