//! Which breaker a request asks, what it is told, and what the report says.

use core::{error::Error, ops::ControlFlow, time::Duration};
use std::sync::Arc;

use http::{Method, Request};
use retry_core::{
    Breaker, BreakerOpen, Breakers, StopReason, Verdict,
    breaker::BreakerState,
    http::{ClientError as _, Exchange, HttpReport, HttpRetry},
    testing::ManualClock,
};
use retry_tests::{millis, response};

use crate::{HTTP, get, post, request};

type Servers = Breakers<String, fn() -> Breaker>;

fn servers() -> Arc<Servers> {
    Arc::new(Breakers::new(|| Breaker::consecutive(1)))
}

fn begin(retry: &HttpRetry<ManualClock>, mut request: Request<()>) -> Exchange<ManualClock> {
    retry.begin(&mut request, None).expect("mounted")
}

/// Sends a request once, which gets this status.
fn answered(retry: &HttpRetry<ManualClock>, request: Request<()>, status: u16) {
    let mut exchange = begin(retry, request);
    exchange.ask().expect("closed");
    let _ = exchange.answered(&response(status, &[]));
}

#[test]
fn each_server_has_a_breaker_under_its_name() {
    let servers = servers();
    let retry = HttpRetry::new(HTTP).timer(ManualClock::new());
    let retry = retry.breakers(Arc::clone(&servers));
    for (url, key) in [
        ("http://a.com/x?y=1", "a.com"),
        ("http://B.com:80/", "b.com"),
        ("https://c.com:443/", "c.com"),
        ("https://d.com:80/", "d.com:80"),
        ("http://localhost:8080/", "localhost:8080"),
    ] {
        assert_eq!(servers.get(key).state(), BreakerState::Closed, "{url}");
        answered(&retry, request(Method::GET, url), 503);
        assert_eq!(servers.get(key).state(), BreakerState::Open, "{url}");
    }
}

#[test]
fn a_prefix_has_a_breaker_in_place_of_that_of_its_server() {
    static SEARCH: Breaker = Breaker::consecutive(1);
    let servers = servers();
    let retry = HttpRetry::new(HTTP)
        .breakers(Arc::clone(&servers))
        .breaker("http://a.com/search/", &SEARCH)
        .timer(ManualClock::new());
    answered(&retry, request(Method::GET, "http://a.com/search/tea"), 503);
    assert_eq!(SEARCH.state(), BreakerState::Open);
    assert_eq!(servers.get("a.com").state(), BreakerState::Closed);
}

#[test]
#[should_panic(expected = "http://a.com/")]
fn two_breakers_of_a_prefix_are_refused() {
    let breaker = || Arc::new(Breaker::consecutive(1));
    let _ = HttpRetry::new(HTTP)
        .breaker("http://a.com/", breaker())
        .breaker("http://a.com/", breaker());
}

/// How the server does, and not whether this request may be sent twice.
#[test]
fn what_would_be_retried_if_the_request_may_be_sent_twice_is_a_failure() {
    let table = [
        (get(), 200, BreakerState::Closed),
        (get(), 404, BreakerState::Closed),
        (get(), 503, BreakerState::Open),
        (get(), 429, BreakerState::Open),
        (post(), 200, BreakerState::Closed),
        (post(), 503, BreakerState::Open),
    ];
    for (request, status, state) in table {
        let breaker = Arc::new(Breaker::consecutive(1));
        let retry = HttpRetry::new(HTTP)
            .breaker("", Arc::clone(&breaker))
            .timer(ManualClock::new());
        let row = format!("{} {status}", request.method());
        answered(&retry, request, status);
        assert_eq!(breaker.state(), state, "{row}");
    }
}

#[test]
fn so_is_a_lost_connection_and_the_own_judge_comes_first() {
    let breaker = Arc::new(Breaker::consecutive(1));
    let retry = HttpRetry::new(HTTP)
        .breaker("", Arc::clone(&breaker))
        .judge(|_, _, _| Verdict::Accept)
        .timer(ManualClock::new());
    answered(&retry, get(), 503);
    assert_eq!(breaker.state(), BreakerState::Closed);
    let mut exchange = begin(&retry, post());
    exchange.ask().expect("closed");
    let error = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
    let _ = exchange.failed(error.failure_kind(), &error);
    assert_eq!(breaker.state(), BreakerState::Open);
}

/// Until the end of a request whose attempts are all refused.
fn refuse(exchange: &mut Exchange<ManualClock>) -> (HttpReport, BreakerOpen) {
    loop {
        let open = exchange.ask().expect_err("not closed");
        match exchange.refused(open) {
            ControlFlow::Continue(pause) => pause.block(),
            ControlFlow::Break(report) => return (report, open),
        }
    }
}

#[test]
fn a_refused_request_is_not_sent_and_says_why_it_stopped() {
    let (breaker, clock) = (Arc::new(Breaker::consecutive(1)), ManualClock::new());
    let retry = HttpRetry::new(HTTP)
        .breaker("", Arc::clone(&breaker))
        .on_stop(|event| {
            assert!(event.error().is_some_and(<dyn Error>::is::<BreakerOpen>));
        })
        .timer(clock.clone());
    answered(&retry, get(), 503);
    clock.advance(Duration::from_secs(5));
    let mut probe = begin(&retry, get());
    probe.ask().expect("the probe");
    let mut exchange = begin(&retry, get());
    let (report, open) = refuse(&mut exchange);
    // A tenth of 5 s each time, with 4 attempts.
    assert_eq!(clock.waits(), millis([500; 3]));
    assert_eq!(report.waited, Duration::from_millis(1500));
    assert_eq!(report.attempts, 4);
    let retry_after = open.retry_after();
    assert_eq!(report.stop, StopReason::BreakerOpen { retry_after });
    let mut extensions = http::Extensions::new();
    exchange.mark_resend(&mut extensions);
    assert!(extensions.is_empty(), "it was never sent");
    // Its place is free as soon as it is dropped.
    drop(probe);
    begin(&retry, get()).ask().expect("the next probe");
}

#[test]
fn a_refused_post_waits_like_any_other() {
    let (breaker, clock) = (Arc::new(Breaker::consecutive(1)), ManualClock::new());
    let retry = HttpRetry::new(HTTP)
        .breaker("", Arc::clone(&breaker))
        .timer(clock.clone());
    answered(&retry, get(), 503);
    let mut exchange = begin(&retry, post()).not_replayable();
    let open = exchange.ask().expect_err("open");
    let ControlFlow::Continue(pause) = exchange.refused(open) else {
        panic!("it was not sent");
    };
    pause.block();
    assert_eq!(clock.waits(), millis([5000]));
    exchange.ask().expect("the probe");
    let ControlFlow::Break(report) = exchange.answered(&response(200, &[])) else {
        panic!("accepted");
    };
    assert_eq!((report.attempts, report.stop), (2, StopReason::Accepted));
    assert_eq!(breaker.state(), BreakerState::Closed);
}
