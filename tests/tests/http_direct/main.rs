//! HTTP policies beside reqwest and ureq, over real sockets: for each row the exact requests that the
//! server saw, and the exact waits.

mod errand;
mod raising;

use std::{cell::Cell, error::Error, time::Duration};

use http::Method;
use retry_core::{
    Backoff, Jitter, Policy, StopReason, Verdict,
    http::{ClientError, FailureKind, HttpError, HttpPolicy, IdempotencyKey, check},
    retry,
    testing::ManualClock,
};
use retry_tests::{RefusingPort, Reply, ScriptedServer, millis, secs};

use errand::{BoxError, Errand, Ran, Way, agent, runtime};

const EXACT: Policy = Policy::new()
    .backoff(Backoff::constant(Duration::from_millis(100)))
    .jitter(Jitter::None);
const HTTP: HttpPolicy = HttpPolicy::new().policy(EXACT);

const SEND: [Way; 2] = [Way::ReqwestSend, Way::UreqSend];
const FETCH: [Way; 2] = [Way::ReqwestFetch, Way::UreqFetch];
const EVERY: [Way; 4] = [
    Way::ReqwestSend,
    Way::ReqwestFetch,
    Way::UreqSend,
    Way::UreqFetch,
];

/// Plays a script to one call without a key, in each of these ways, and tells what the server saw.
fn play(
    ways: &[Way],
    policy: &HttpPolicy,
    method: &Method,
    script: &[Reply],
    mut look: impl FnMut(Ran, Vec<String>, &str),
) {
    for way in ways {
        let server = ScriptedServer::start(script.iter().copied());
        let errand = Errand {
            call: policy.call(method),
            method,
            url: &server.url(),
            key: None,
            is_unheard: matches!(script, [Reply::Silence, ..]),
        };
        let ran = errand.run(*way);
        look(
            ran,
            server.requests(),
            &format!("{way:?} {method} {script:?}"),
        );
    }
}

#[test]
fn what_may_be_repeated_is_retried_after_every_unclear_failure() {
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
        for unclear in [
            Reply::DropAfterRequest,
            Reply::ResetInHead,
            Reply::Status(503),
        ] {
            play(
                &EVERY,
                &HTTP,
                &method,
                &[unclear, Reply::Status(200)],
                |ran, requests, row| {
                    assert_eq!(requests, [method.as_str(); 2], "{row}");
                    assert_eq!(ran.end, Ok(200), "{row}");
                    assert_eq!(ran.waits, millis([100]), "{row}");
                },
            );
        }
    }
}

#[test]
fn a_connection_reset_before_the_request_was_read_is_unclear_too() {
    play(
        &EVERY,
        &HTTP,
        &Method::GET,
        &[Reply::DropUnread, Reply::Status(200)],
        |ran, requests, row| {
            assert_eq!(requests, ["unread", "GET"], "{row}");
            assert_eq!(ran.end, Ok(200), "{row}");
        },
    );
    play(
        &EVERY,
        &HTTP,
        &Method::POST,
        &[Reply::DropUnread, Reply::Status(200)],
        |ran, requests, row| {
            assert_eq!(requests, ["unread"], "{row}");
            assert_eq!(ran.end, Err(FailureKind::MaybeSent), "{row}");
        },
    );
}

#[test]
fn silence_is_unclear_too_with_reqwest() {
    silence(&[Way::ReqwestSend, Way::ReqwestFetch]);
}

#[test]
fn silence_is_unclear_too_with_ureq() {
    silence(&[Way::UreqSend, Way::UreqFetch]);
}

fn silence(ways: &[Way]) {
    let script = [Reply::Silence, Reply::Status(200)];
    play(ways, &HTTP, &Method::GET, &script, |ran, requests, row| {
        assert_eq!(requests, ["GET"; 2], "{row}");
        assert_eq!(ran.end, Ok(200), "{row}");
    });
    play(ways, &HTTP, &Method::POST, &script, |ran, requests, row| {
        assert_eq!(requests, ["POST"], "{row}");
        assert_eq!(ran.end, Err(FailureKind::MaybeSent), "{row}");
    });
}

#[test]
fn an_answer_cut_in_its_body_is_retried_as_one_with_sending() {
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        play(
            &FETCH,
            &HTTP,
            &method,
            &[Reply::ResetInBody, Reply::Status(200)],
            |ran, requests, row| {
                assert_eq!(requests, [method.as_str(); 2], "{row}");
                assert_eq!(ran.end, Ok(200), "{row}");
                assert_eq!(ran.waits, millis([100]), "{row}");
            },
        );
    }
    play(
        &FETCH,
        &HTTP,
        &Method::POST,
        &[Reply::ResetInBody, Reply::Status(200)],
        |ran, requests, row| {
            assert_eq!(requests, ["POST"], "{row}");
            assert_eq!(ran.stop, StopReason::NotRetryable, "{row}");
        },
    );
}

#[test]
fn post_and_patch_are_not_sent_twice() {
    for method in [Method::POST, Method::PATCH] {
        for unclear in [Reply::DropAfterRequest, Reply::ResetInHead, Reply::Silence] {
            play(
                &EVERY,
                &HTTP,
                &method,
                &[unclear, Reply::Status(200)],
                |ran, requests, row| {
                    assert_eq!(requests, [method.as_str()], "{row}");
                    assert_eq!(ran.end, Err(FailureKind::MaybeSent), "{row}");
                    assert_eq!(ran.stop, StopReason::NotRetryable, "{row}");
                    assert_eq!(ran.waits, [], "{row}");
                },
            );
        }
        let refused = [Reply::Status(503), Reply::Status(200)];
        play(&SEND, &HTTP, &method, &refused, |ran, requests, row| {
            assert_eq!(requests, [method.as_str()], "{row}");
            assert_eq!(ran.end, Ok(503), "handed back: {row}");
            assert_eq!(ran.stop, StopReason::NotRetryable, "{row}");
        });
    }
}

#[test]
fn post_is_retried_with_a_key_that_stays_the_same() {
    let key = IdempotencyKey::random();
    let sent = format!("POST {key}");
    for way in EVERY {
        let server = ScriptedServer::start([
            Reply::DropAfterRequest,
            Reply::Status(409),
            Reply::Status(200),
        ]);
        let call = HTTP.call(Method::POST).key(&key);
        let errand = Errand {
            call,
            method: &Method::POST,
            url: &server.url(),
            key: Some(&key),
            is_unheard: false,
        };
        let ran = errand.run(way);
        assert_eq!(server.requests(), [&*sent; 3], "{way:?}");
        assert_eq!(ran.end, Ok(200), "{way:?}");
        assert_eq!(ran.waits, millis([100, 100]), "{way:?}");
    }
}

#[test]
fn post_is_retried_when_the_connection_was_refused() {
    let port = RefusingPort::take();
    for way in EVERY {
        let errand = Errand {
            call: HTTP.call(Method::POST),
            method: &Method::POST,
            url: &port.url(),
            key: None,
            is_unheard: false,
        };
        let ran = errand.run(way);
        assert_eq!(ran.end, Err(FailureKind::NeverSent), "{way:?}");
        assert_eq!(ran.stop, StopReason::Attempts, "{way:?}");
        assert_eq!(ran.waits, millis([100, 100]), "{way:?}");
    }
}

#[test]
fn post_is_retried_on_the_statuses_of_any_method_alone() {
    const ANY: HttpPolicy = HTTP.any_method_statuses([429]);
    let script = [Reply::Status(429), Reply::Status(200)];
    play(
        &EVERY,
        &ANY,
        &Method::POST,
        &script,
        |ran, requests, row| {
            assert_eq!(requests, ["POST"; 2], "{row}");
            assert_eq!(ran.end, Ok(200), "{row}");
        },
    );
    let script = [Reply::Status(503), Reply::Status(200)];
    play(
        &EVERY,
        &ANY,
        &Method::POST,
        &script,
        |ran, requests, row| {
            assert_eq!(requests, ["POST"], "{row}");
            assert_eq!(ran.stop, StopReason::NotRetryable, "{row}");
        },
    );
}

#[test]
fn a_callers_own_mistakes_are_not_retried() {
    let key = IdempotencyKey::random();
    for status in [400, 401, 404, 409, 422] {
        for method in [Method::GET, Method::POST] {
            for way in EVERY {
                let server = ScriptedServer::start([Reply::Status(status), Reply::Status(200)]);
                // With a key, 409 has a meaning of its own.
                let is_keyed = status != 409 && method == Method::POST;
                let key = is_keyed.then_some(&key);
                let call = HTTP.call(&method);
                let call = key.map_or(call, |key| call.key(key));
                let errand = Errand {
                    call,
                    method: &method,
                    url: &server.url(),
                    key,
                    is_unheard: false,
                };
                let ran = errand.run(way);
                assert_eq!(server.requests().len(), 1, "{way:?} {method} {status}");
                if SEND.contains(&way) {
                    assert_eq!(ran.end, Ok(status), "{way:?} {method}");
                    assert_eq!(ran.stop, StopReason::Accepted, "{way:?} {method}");
                } else {
                    assert_eq!(ran.stop, StopReason::NotRetryable, "{way:?} {method}");
                }
            }
        }
    }
}

#[test]
fn a_hint_above_the_limit_ends_the_run_at_once_and_is_reported() {
    let asked = Duration::from_secs(3600);
    let limit = Duration::from_secs(60);
    let script = [Reply::With(503, &["Retry-After: 3600"]), Reply::Status(200)];
    play(
        &EVERY,
        &HTTP,
        &Method::GET,
        &script,
        |ran, requests, row| {
            assert_eq!(requests, ["GET"], "{row}");
            assert_eq!(ran.stop, StopReason::HintTooLong { asked, limit }, "{row}");
            assert_eq!(ran.waits, [], "{row}");
        },
    );
}

#[test]
fn a_rate_limit_is_retried_once_and_not_before_the_hint() {
    let script = [Reply::With(429, &["Retry-After: 7"]), Reply::Status(200)];
    play(
        &EVERY,
        &HTTP,
        &Method::GET,
        &script,
        |ran, requests, row| {
            assert_eq!(requests, ["GET"; 2], "{row}");
            assert_eq!(ran.end, Ok(200), "{row}");
            assert_eq!(ran.waits, secs([7]), "{row}");
        },
    );
    let jittered = HTTP.policy(EXACT.jitter(Jitter::Full));
    play(&EVERY, &jittered, &Method::GET, &script, |ran, _, row| {
        let [wait] = ran.waits[..] else {
            panic!("one wait: {row}")
        };
        assert!((7.0..=7.7).contains(&wait.as_secs_f64()), "{wait:?} {row}");
    });
}

#[test]
fn a_malformed_hint_costs_nothing_but_itself() {
    let script = [Reply::With(503, &["Retry-After: 1m0s"]), Reply::Status(200)];
    play(
        &EVERY,
        &HTTP,
        &Method::GET,
        &script,
        |ran, requests, row| {
            assert_eq!(requests, ["GET"; 2], "{row}");
            assert_eq!(ran.waits, millis([100]), "{row}");
        },
    );
}

#[test]
fn the_last_response_comes_back_or_an_error_made_from_it() {
    let script = [
        Reply::Status(503),
        Reply::Status(503),
        Reply::With(503, &["Retry-After: 5"]),
    ];
    let agent = agent();
    let last = |policy: &HttpPolicy| {
        let server = ScriptedServer::start(script);
        let call = policy.call(Method::GET);
        let last = retry(|| agent.get(server.url()).call().map_err(HttpError::from))
            .policy(policy.as_policy())
            .on_outcome(call.judge())
            .exhausted(call.exhausted())
            .timer(ManualClock::new())
            .call();
        assert_eq!(server.requests(), ["GET"; 3]);
        last
    };
    let mut response = last(&HTTP).expect("handed back");
    assert_eq!(response.status(), 503);
    assert_eq!(
        response.body_mut().read_to_string().expect("readable"),
        "body"
    );

    let error = last(&HTTP.raise_on_status(true)).expect_err("raised");
    assert_eq!(error.status(), Some(http::StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(5)));
}

#[test]
fn ureq_with_statuses_as_errors_is_judged_by_the_status_and_loses_the_hint() {
    let agent = ureq::Agent::new_with_defaults();
    let call = |script: [Reply; 2]| {
        let server = ScriptedServer::start(script);
        let clock = ManualClock::new();
        let result = retry(|| agent.get(server.url()).call())
            .policy(HTTP.as_policy())
            .on_outcome(HTTP.call(Method::GET).judge())
            .timer(&clock)
            .call();
        (result.is_ok(), server.requests().len(), clock.waits())
    };
    let hinted = Reply::With(429, &["Retry-After: 7"]);
    assert_eq!(call([hinted, Reply::Status(200)]), (true, 2, millis([100])));
    assert_eq!(
        call([Reply::Status(404), Reply::Status(200)]),
        (false, 1, vec![])
    );
}

#[test]
fn reqwests_error_for_status_is_judged_by_the_status_and_loses_the_hint() {
    let runtime = runtime();
    let client = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let call = |script: [Reply; 2]| {
        let server = ScriptedServer::start(script);
        let clock = ManualClock::new();
        let result = runtime.block_on(
            retry(|| async { client.get(server.url()).send().await?.error_for_status() })
                .policy(HTTP.as_policy())
                .on(HTTP.call(Method::GET).errors())
                .timer(&clock)
                .into_future(),
        );
        (result.is_ok(), server.requests().len(), clock.waits())
    };
    let hinted = Reply::With(429, &["Retry-After: 7"]);
    assert_eq!(call([hinted, Reply::Status(200)]), (true, 2, millis([100])));
    assert_eq!(
        call([Reply::Status(404), Reply::Status(200)]),
        (false, 1, vec![])
    );
}

#[test]
fn a_call_retries_by_itself_with_policy_and_judge() {
    let script = [
        Reply::Status(503),
        Reply::DropAfterRequest,
        Reply::Status(200),
    ];
    let clock = ManualClock::new();
    let server = ScriptedServer::start(script);
    let response = HTTP
        .call(Method::GET)
        .retry(|| agent().get(server.url()).call())
        .timer(&clock)
        .call();
    assert_eq!(response.expect("a response").status(), 200);

    let server = ScriptedServer::start(script);
    let client = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let response = runtime().block_on(
        HTTP.call(Method::GET)
            .retry(|| client.get(server.url()).send())
            .timer(&clock)
            .into_future(),
    );
    assert_eq!(response.expect("a response").status(), 200);
    assert_eq!(clock.waits(), millis([100; 4]));

    let server = ScriptedServer::start(script);
    let response = HTTP
        .call(Method::POST)
        .retry(|| agent().post(server.url()).send("order"))
        .call();
    assert_eq!(response.expect("handed back").status(), 503);
    assert_eq!(server.requests(), ["POST"]);
}

#[tokio::test]
async fn calls_can_be_spawned() {
    let server = ScriptedServer::start([Reply::Status(200), Reply::Status(200)]);
    let url = server.url();
    let spawned = tokio::spawn(async move {
        let client = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        let path = url.clone();
        let call = HTTP.call(Method::GET);
        let sent = call.retry(|| client.get(&path).send()).await;
        let body = call
            .retry_checked(|| async {
                let response = check(client.get(&path).send().await?)?;
                Ok::<String, HttpError>(response.text().await?)
            })
            .await;
        (sent.map(|response| response.status().as_u16()), body)
    });
    let (sent, body) = spawned.await.expect("no panic");
    assert_eq!(sent.expect("a response"), 200);
    assert_eq!(body.expect("a body"), "body");
}

#[test]
fn each_error_of_ureq_tells_what_became_of_the_request() {
    use ureq::{Error, Timeout};

    let io = |kind| Error::Io(std::io::Error::from(kind));
    let rows = [
        (Error::HostNotFound, FailureKind::NeverSent),
        (Error::ConnectionFailed, FailureKind::NeverSent),
        (
            Error::ConnectProxyFailed("407".into()),
            FailureKind::NeverSent,
        ),
        (Error::Timeout(Timeout::Resolve), FailureKind::NeverSent),
        (Error::Timeout(Timeout::Connect), FailureKind::NeverSent),
        (
            io(std::io::ErrorKind::ConnectionRefused),
            FailureKind::NeverSent,
        ),
        (
            io(std::io::ErrorKind::ConnectionReset),
            FailureKind::MaybeSent,
        ),
        (Error::Timeout(Timeout::Global), FailureKind::MaybeSent),
        (Error::Timeout(Timeout::PerCall), FailureKind::MaybeSent),
        (Error::Timeout(Timeout::SendBody), FailureKind::MaybeSent),
        (
            Error::Timeout(Timeout::RecvResponse),
            FailureKind::MaybeSent,
        ),
        (Error::Timeout(Timeout::RecvBody), FailureKind::ResponseCut),
        (Error::BadUri("x".into()), FailureKind::Other),
        (Error::TooManyRedirects, FailureKind::Other),
        (Error::RedirectFailed, FailureKind::Other),
    ];
    for (error, kind) in rows {
        assert_eq!(error.failure_kind(), kind, "{error}");
    }
}

#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error("the call failed")]
    Http(#[from] HttpError),
    #[error("the connection failed")]
    Client(#[from] reqwest::Error),
    #[error("no number")]
    Number(#[from] std::num::ParseIntError),
}

/// The attribute, with the error type of the caller's own.
#[retry(policy = HTTP.as_policy(), on = HTTP.call(Method::GET).errors())]
async fn number(client: &reqwest::Client, url: &str) -> Result<u32, Failed> {
    Ok(check(client.get(url).send().await?)?
        .text()
        .await?
        .parse()?)
}

#[retry(policy = HTTP.as_policy(), on_outcome = HTTP.call(Method::GET).judge())]
async fn page(client: &reqwest::Client, url: &str) -> Result<reqwest::Response, reqwest::Error> {
    client.get(url).send().await
}

#[retry(policy = HTTP.as_policy(), on = HTTP.call(Method::GET).errors())]
fn body(agent: &ureq::Agent, url: &str) -> anyhow::Result<String> {
    Ok(check(agent.get(url).call()?)?.body_mut().read_to_string()?)
}

#[tokio::test]
async fn the_attribute_takes_both_judges() {
    let _guard = retry_core::testing::no_waits();
    let client = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let script = [Reply::ResetInBody, Reply::Status(503), Reply::Status(200)];
    let server = ScriptedServer::start(script);
    let error = number(&client, &server.url())
        .await
        .expect_err("`body` is no number");
    assert!(matches!(error, Failed::Number(_)), "{error:?}");
    assert_eq!(server.requests(), ["GET"; 3], "but it was reached");

    let server = ScriptedServer::start(script[1..].iter().copied());
    let response = page(&client, &server.url()).await.expect("a response");
    assert_eq!(
        (response.status().as_u16(), server.requests().len()),
        (200, 2)
    );

    let server = ScriptedServer::start(script);
    let agent = agent();
    assert_eq!(body(&agent, &server.url()).expect("a body"), "body");
    assert_eq!(server.requests(), ["GET"; 3]);
}

#[test]
fn a_body_of_reqwest_that_is_read_in_frames_tells_that_it_was_cut() {
    use http_body_util::BodyExt as _;

    let server = ScriptedServer::start([Reply::ResetInBody]);
    let error = runtime().block_on(async {
        let client = reqwest::Client::builder().no_proxy().build();
        let response = client.expect("a client").get(server.url()).send().await;
        let body = reqwest::Body::from(response.expect("a head"));
        body.collect().await.expect_err("it is cut")
    });
    assert_eq!(FailureKind::of(&error), FailureKind::ResponseCut);
}

/// How often an operation that always fails so is called.
fn attempts<E>(judge: impl Fn(&E) -> Verdict, error: impl Fn() -> E) -> u32 {
    let calls = Cell::new(0);
    let _ = retry(|| {
        calls.set(calls.get() + 1);
        Err::<(), E>(error())
    })
    .policy(HTTP.as_policy())
    .on(judge)
    .timer(ManualClock::new())
    .call();
    calls.get()
}

#[test]
fn errors_of_clients_are_found_in_every_wrapping() {
    let refused = || std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
    let call = HTTP.call(Method::POST);
    assert_eq!(attempts(call.errors(), refused), 3);
    assert_eq!(attempts(call.errors(), || HttpError::from(refused())), 3);
    assert_eq!(
        attempts(call.errors(), || Failed::Http(refused().into())),
        3
    );
    assert_eq!(attempts(call.errors(), || ureq::Error::Io(refused())), 3);
    assert_eq!(
        attempts(call.errors(), || Box::<dyn Error>::from(refused())),
        3
    );
    assert_eq!(attempts(call.errors(), || BoxError::from(refused())), 3);
    assert_eq!(
        attempts(call.errors(), || anyhow::Error::new(refused())
            .context("sending")),
        3
    );
    assert_eq!(
        attempts(call.errors(), || anyhow::anyhow!("no request in it")),
        1
    );
}
