//! Responses of a type of the caller's own, which knows its status and its headers.

use http::{HeaderMap, Response, StatusCode};
use retry_core::{
    StopReason,
    http::{HttpPolicy, HttpResponse, HttpRetry, check},
    testing::ManualClock,
};
use retry_tests::{millis, response};

use super::{HTTP, post};

struct Bare(Response<()>);

impl HttpResponse for Bare {
    fn status(&self) -> StatusCode {
        self.0.status()
    }

    fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }
}

#[test]
fn an_error_names_no_request_that_the_response_does_not_know() {
    let error = check(Bare(response(503, &[]))).err().expect("rejected");
    assert_eq!(
        error.to_string(),
        "the server answered 503 Service Unavailable"
    );
}

#[test]
fn a_response_that_knows_no_url_is_that_of_the_request() {
    const ANY_METHOD: HttpPolicy = HTTP.any_method_statuses([429]).attempts(2);
    let clock = ManualClock::new();
    let retry = HttpRetry::new(ANY_METHOD).timer(clock.clone());
    let mut request = post();
    let mut exchange = retry.begin(&mut request, None).expect("mounted everywhere");
    let answer = Bare(response(429, &[]));
    let pause = exchange.answered(&answer).continue_value();
    pause.expect("no redirect was followed").block();
    assert_eq!(clock.waits(), millis([100]));
    let report = exchange.answered(&answer).break_value();
    assert_eq!(report.expect("the end").stop, StopReason::Attempts);
}
