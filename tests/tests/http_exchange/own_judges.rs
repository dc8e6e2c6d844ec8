//! A judge of the caller's own, and the error for what it rejects to the end.

use core::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use retry_core::{
    Verdict,
    http::{HttpError, HttpPolicy, HttpRetry},
};
use retry_tests::response;

use super::{HTTP, get};

const ONCE: HttpPolicy = HTTP.raise_on_status(true).attempts(1);

#[test]
fn a_judge_of_ones_own_is_asked_once_for_each_response() {
    let asked = Arc::new(Mutex::new(0));
    let count = Arc::clone(&asked);
    let retry = HttpRetry::new(ONCE).judge(move |call, status, headers| {
        *count.lock().expect("no panic") += 1;
        call.verdict(status, headers)
    });
    let mut request = get();
    let mut exchange = retry.begin(&mut request, None).expect("mounted everywhere");
    let response = response(503, &[]);
    let ControlFlow::Break(report) = exchange.answered(&response) else {
        panic!("there is one attempt");
    };
    let raised = exchange.conclude::<_, HttpError>(response, &report);
    raised.expect_err("the policy raises");
    assert_eq!(*asked.lock().expect("no panic"), 1);
}

#[test]
fn what_only_the_own_judge_retries_is_raised() {
    const HINTED: HttpPolicy = ONCE.hinted_statuses([413]);
    let is_raised = |code, lines: &[(&str, &str)], own| {
        let retry = HttpRetry::new(HINTED).judge(move |_, _, _| own);
        let mut request = get();
        let mut exchange = retry.begin(&mut request, None).expect("mounted everywhere");
        let response = response(code, lines);
        let ControlFlow::Break(report) = exchange.answered(&response) else {
            panic!("there is one attempt");
        };
        exchange
            .conclude::<_, HttpError>(response, &report)
            .is_err()
    };
    let hint = ("retry-after", "5");
    for own in [Verdict::Accept, Verdict::Stop] {
        assert!(!is_raised(404, &[], own), "{own:?}");
        assert!(!is_raised(503, &[], own), "{own:?}");
    }
    assert!(is_raised(404, &[], Verdict::Retry));
    assert!(is_raised(503, &[], Verdict::Retry));
    assert!(is_raised(413, &[], Verdict::Retry));
    // The rules retry it too, for its header, and return a status that is not listed.
    assert!(!is_raised(413, &[hint], Verdict::Retry));
}
