//! What all adapters share, without a client: which requests are retried, their keys, the events that
//! hooks get, and the report.

mod breakers;
mod budgets;
mod client;
mod ends;
mod own_judges;
mod own_responses;

use core::{ops::ControlFlow, time::Duration};
use std::sync::{Arc, Mutex};

use http::{Method, Request, Response, StatusCode};
use retry_core::{
    Backoff, Jitter, Policy, StopReason,
    http::{
        Answer, FailureKind, HttpError, HttpPolicy, HttpRetry, IdempotencyKey, Mounts, PerRequest,
    },
    testing::{self, ManualClock},
};
use retry_tests::millis;

use client::{
    Attempt::{Asks, Status},
    Client, REFUSED, RESET,
};

const POLICY: Policy = Policy::new()
    .attempts(4)
    .backoff(Backoff::constant(Duration::from_millis(100)))
    .jitter(Jitter::None);
const HTTP: HttpPolicy = HttpPolicy::new().policy(POLICY);
const KEYED: HttpPolicy = HTTP.make_keys(true);

fn request(method: Method, url: &str) -> Request<()> {
    let mut request = Request::new(());
    *request.method_mut() = method;
    *request.uri_mut() = url.parse().expect("a URL");
    request
}

fn get() -> Request<()> {
    request(Method::GET, "http://a.com/x?y=1")
}

fn post() -> Request<()> {
    request(Method::POST, "http://a.com/x")
}

fn with_extension(mut request: Request<()>, per_request: PerRequest) -> Request<()> {
    request.extensions_mut().insert(per_request);
    request
}

#[test]
fn hooks_get_each_wait_and_the_end() {
    let client = Client::new(HTTP);
    let record = client.send(get(), &[RESET, Status(503), Asks(429, "7"), Status(500)]);
    assert_eq!(record.end, Ok(500));
    assert_eq!(
        client.events(),
        [
            "retry GET http://a.com/x?y=1 #1 at 5ms: connection reset (Some(MaybeSent)): 100ms",
            "retry GET http://a.com/x?y=1 #2 at 110ms: 503: 100ms",
            "retry GET http://a.com/x?y=1 #3 at 215ms: 429: 7s",
            "stop GET http://a.com/x?y=1 #4 at 7.22s: 500: no attempts left",
        ]
    );
    assert_eq!(client.clock.waits(), millis([100, 100, 7000]));
    let report = record.report();
    assert_eq!(report.attempts, 4);
    assert_eq!(report.elapsed, Duration::from_millis(7220));
    assert_eq!(report.waited, Duration::from_millis(7200));
    assert_eq!(report.stop, StopReason::Attempts);
}

#[test]
fn a_success_is_no_event_but_has_a_report() {
    let client = Client::new(HTTP);
    let report = client.send(get(), &[Status(503), Status(404)]).report();
    assert_eq!(report.attempts, 2);
    assert_eq!(report.elapsed, Duration::from_millis(110));
    assert_eq!(report.waited, Duration::from_millis(100));
    assert_eq!(report.stop, StopReason::Accepted);
    assert_eq!(client.events().len(), 1);
    assert_eq!(client.send(get(), &[Status(200)]).report().attempts, 1);
    assert_eq!(client.events().len(), 1);
}

#[test]
fn requests_outside_of_all_mounts_are_neither_retried_nor_reported() {
    let client = Client::new(Mounts::new().mount("http://a.com/v2/", KEYED));
    for failure in [Status(503), RESET, REFUSED] {
        let record = client.send(request(Method::POST, "http://a.com/v1"), &[failure]);
        assert_eq!(record.report, None);
        assert_eq!(record.keys, [None], "the request is unchanged");
    }
    assert!(client.events().is_empty());
    let inside = request(Method::POST, "http://a.com/v2/orders");
    let record = client.send(inside, &[RESET, Status(200)]);
    assert_eq!(record.report().attempts, 2);
}

#[test]
fn the_longest_matching_mount_applies() {
    let once = HTTP.policy(POLICY.attempts(1));
    let client = Client::new(
        Mounts::new()
            .mount("http://", HTTP)
            .mount("http://a.com/x", once),
    );
    assert_eq!(client.send(get(), &[Status(503)]).end, Ok(503));
    let elsewhere = request(Method::GET, "http://a.com/y");
    let record = client.send(elsewhere, &[Status(503), Status(200)]);
    assert_eq!(record.end, Ok(200));
}

#[test]
fn a_key_is_made_once_and_kept_for_all_attempts() {
    let client = Client::new(KEYED);
    let record = client.send(post(), &[RESET, Status(409), Status(503), Status(201)]);
    assert_eq!(record.end, Ok(201));
    assert!(record.keys[0].is_some());
    assert!(
        record.keys.iter().all(|key| *key == record.keys[0]),
        "{:?}",
        record.keys
    );
    let other = client.send(post(), &[Status(201)]);
    assert_ne!(other.keys, record.keys[..1], "each request has its own");
    assert_eq!(client.send(get(), &[Status(200)]).keys, [None]);
}

#[test]
fn a_key_in_the_request_is_kept() {
    let mut request = post();
    let own = "order-17".parse().expect("a header");
    request.headers_mut().insert(IdempotencyKey::HEADER, own);
    let other = PerRequest::new().key(IdempotencyKey::random());
    for client in [Client::new(KEYED), Client::new(HTTP)] {
        let script = [RESET, Status(201)];
        let record = client.send(with_extension(request.clone(), other.clone()), &script);
        assert_eq!(record.keys, vec![Some("order-17".to_owned()); 2]);
    }
}

#[test]
fn a_key_per_request_is_sent_whatever_is_mounted() {
    let key: IdempotencyKey = "order-18".parse().expect("a key");
    let sent = Some(key.to_string());
    let per_request = PerRequest::new().key(key);
    let record = Client::new(HTTP).send(
        with_extension(post(), per_request.clone()),
        &[RESET, Status(201)],
    );
    assert_eq!(record.keys, [sent.clone(), sent.clone()]);
    let record = Client::new(Mounts::new()).send(with_extension(post(), per_request), &[RESET]);
    assert_eq!(record.keys, [sent]);
    assert_eq!(record.report, None);
}

#[test]
fn a_policy_per_request_replaces_the_mounted_one() {
    let never = Client::new(HTTP).send(with_extension(get(), PerRequest::never()), &[Status(503)]);
    assert_eq!(never.report, None);

    let twice = PerRequest::with(HTTP.policy(POLICY.attempts(2)));
    for client in [Client::new(HTTP), Client::new(Mounts::new())] {
        let script = [Status(503), Status(503)];
        let record = client.send(with_extension(get(), twice.clone()), &script);
        assert_eq!(record.report().stop, StopReason::Attempts);
    }
}

#[test]
fn a_request_marked_idempotent_is_repeated_without_a_key() {
    let per_request = PerRequest::new().idempotent();
    let record =
        Client::new(KEYED).send(with_extension(post(), per_request), &[RESET, Status(200)]);
    assert_eq!(record.report().attempts, 2);
    assert_eq!(record.keys, [None, None]);
}

#[test]
fn post_is_not_sent_twice() {
    let client = Client::new(HTTP);
    let record = client.send(post(), &[RESET]);
    assert_eq!(record.report().stop, StopReason::NotRetryable);
    let record = client.send(post(), &[Status(503)]);
    assert_eq!(record.end, Ok(503));
    let record = client.send(post(), &[REFUSED, Status(201)]);
    assert_eq!(record.end, Ok(201));
}

#[test]
fn a_body_that_can_be_read_once_is_sent_once_and_the_report_says_why() {
    let client = Client::new(HTTP);
    let record = client.send_once(get(), &[Status(200)]);
    assert_eq!(record.report().stop, StopReason::Accepted);
    assert!(client.events().is_empty());

    for failure in [Status(503), RESET, REFUSED] {
        let client = Client::new(HTTP);
        let record = client.send_once(get(), &[failure]);
        assert_eq!(record.report().stop, StopReason::NotReplayable);
        assert_eq!(record.report().attempts, 1);
        assert_eq!(record.report().waited, Duration::ZERO);
        let events = client.events();
        assert_eq!(events.len(), 1);
        assert!(
            events[0].ends_with(": request cannot be sent again"),
            "{events:?}"
        );
    }

    // Where the run ends anyway, the body is not the reason.
    let record = client.send_once(post(), &[RESET]);
    assert_eq!(record.report().stop, StopReason::NotRetryable);
    let once = Client::new(HTTP.policy(POLICY.attempts(1)));
    let record = once.send_once(get(), &[Status(503)]);
    assert_eq!(record.report().stop, StopReason::Attempts);
}

#[test]
fn raise_on_status_makes_an_error_of_a_refused_status() {
    let raising = Client::new(HTTP.raise_on_status(true));
    let error = "the server answered 503 Service Unavailable: GET http://a.com/x";
    let record = raising.send(get(), &[Status(503); 4]);
    assert_eq!(record.end, Err(error.to_owned()));
    let record = raising.send(get(), &[Asks(503, "3600")]);
    assert_eq!(record.end, Err(error.to_owned()));
    for (request, accepted) in [(get(), 404), (get(), 200), (post(), 503)] {
        assert_eq!(raising.send(request, &[Status(accepted)]).end, Ok(accepted));
    }
    let record = raising.send_once(get(), &[Status(503)]);
    assert_eq!(
        record.end,
        Ok(503),
        "a body that cannot be replayed is no error"
    );
}

#[test]
fn a_hint_above_the_limit_is_reported_with_what_was_asked() {
    let client = Client::new(HTTP);
    let record = client.send(get(), &[Asks(503, "3600")]);
    assert_eq!(record.end, Ok(503));
    assert_eq!(
        record.report().stop,
        StopReason::HintTooLong {
            asked: Duration::from_secs(3600),
            limit: Duration::from_secs(60),
        }
    );
    assert_eq!(client.clock.waits(), []);
}

#[test]
fn a_deadline_ends_the_request_before_the_wait_that_would_pass_it() {
    let client = Client::new(HTTP.policy(POLICY.deadline(Duration::from_millis(200))));
    let record = client.send(get(), &[Status(503), Status(503)]);
    assert_eq!(record.report().stop, StopReason::Deadline);
    assert_eq!(client.clock.waits(), millis([100]));
}

#[test]
fn the_deadline_is_asked_again_after_a_slow_hook() {
    let clock = ManualClock::new();
    let hook = clock.clone();
    let stops = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&stops);
    let retry = HttpRetry::new(HTTP.policy(POLICY.deadline(Duration::from_millis(200))))
        .timer(clock.clone())
        .on_retry(move |_| hook.advance(Duration::from_millis(160)))
        .on_stop(move |event| told.lock().expect("no panic").push(event.reason()));
    let mut request = get();
    let mut exchange = retry.begin(&mut request, None).expect("mounted");
    let mut response = Response::new(());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let ControlFlow::Break(report) = exchange.answered(&response) else {
        panic!("the wait of 100 ms would end at 260 ms")
    };
    assert_eq!((report.attempts, report.stop), (1, StopReason::Deadline));
    assert_eq!(report.waited, Duration::ZERO);
    assert_eq!(
        *stops.lock().expect("no panic"),
        [Some(StopReason::Deadline)]
    );
}

#[test]
fn after_a_reset_the_report_counts_from_the_new_start() {
    let policy = Policy::new()
        .attempts(2)
        .backoff(Backoff::constant(Duration::from_secs(1)))
        .jitter(Jitter::None)
        .reset_after(Duration::from_millis(5));
    let client = Client::new(HTTP.policy(policy));
    let record = client.send(get(), &[Status(503), Status(503), Status(200)]);
    assert_eq!(record.report().waited, Duration::from_secs(1));
    assert_eq!(record.report().attempts, 2);
}

#[test]
fn under_no_waits_events_and_report_have_the_waits_that_were_left_out() {
    let _guard = testing::no_waits();
    let client = Client::new(HTTP);
    let record = client.send(get(), &[Status(503), Status(200)]);
    assert_eq!(client.clock.waits(), [Duration::ZERO]);
    assert_eq!(record.report().waited, Duration::from_millis(100));
    assert!(client.events()[0].ends_with(": 503: 100ms"));
}

#[test]
fn an_error_with_a_status_is_reported_with_it() {
    let client = Client::new(HTTP);
    let mut request = get();
    let mut exchange = client.retry.begin(&mut request, None).expect("mounted");
    let error = HttpError::from(Answer::from(StatusCode::BAD_GATEWAY));
    let next = exchange.failed(FailureKind::of(&error), &error);
    assert!(next.is_continue());
    assert!(
        client.events()[0].ends_with(": 502: 100ms"),
        "{:?}",
        client.events()
    );
}
