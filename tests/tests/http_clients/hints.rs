//! `Retry-After`: obeyed, too long, malformed, and lost by a client that makes errors of statuses.

use std::time::Duration;

use http::Method;
use retry_core::{Jitter, StopReason, http::HttpPolicy, testing::ManualClock};
use retry_tests::{HTTP, Reply, ScriptedServer, block_on, millis, reqwest_client, secs};

use crate::{client_call::play, way::EVERY};

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
        |run, requests, row| {
            assert_eq!(requests, ["GET"], "{row}");
            assert_eq!(run.stop, StopReason::HintTooLong { asked, limit }, "{row}");
            assert_eq!(run.waits, [], "{row}");
        },
    );
}

#[test]
fn a_429_is_retried_once_and_not_before_its_hint() {
    let script = [Reply::With(429, &["Retry-After: 7"]), Reply::Status(200)];
    play(
        &EVERY,
        &HTTP,
        &Method::GET,
        &script,
        |run, requests, row| {
            assert_eq!(requests, ["GET"; 2], "{row}");
            assert_eq!(run.end, Ok(200), "{row}");
            assert_eq!(run.waits, secs([7]), "{row}");
        },
    );
    let jittered = HTTP.jitter(Jitter::Full);
    play(&EVERY, &jittered, &Method::GET, &script, |run, _, row| {
        let [wait] = run.waits[..] else {
            panic!("one wait: {row}")
        };
        assert!((7.0..=7.7).contains(&wait.as_secs_f64()), "{wait:?} {row}");
    });
}

#[test]
fn hints_are_read_as_servers_write_them() {
    const GITHUB: HttpPolicy = HTTP.hinted_statuses([403]);
    let rows: [(u16, &'static [&'static str], u64); 6] = [
        (503, &["Retry-After: 2.0"], 2000),
        (429, &["Retry-After: 30s"], 30_000),
        // The server's clock is years off, and so is its date.
        (
            503,
            &[
                "Retry-After: Sun, 06 Nov 2022 08:49:47 GMT",
                "Date: Sun, 06 Nov 2022 08:49:37 GMT",
            ],
            10_000,
        ),
        (
            429,
            &[
                "x-ratelimit-remaining-tokens: 0",
                "x-ratelimit-reset-tokens: 700ms",
            ],
            700,
        ),
        (529, &["retry-after-ms: 1500"], 1500),
        (
            403,
            &["x-ratelimit-remaining: 0", "x-ratelimit-reset: 7"],
            7000,
        ),
    ];
    for (code, headers, wait) in rows {
        let script = [Reply::With(code, headers), Reply::Status(200)];
        play(
            &EVERY,
            &GITHUB,
            &Method::GET,
            &script,
            |ran, requests, row| {
                assert_eq!(requests, ["GET"; 2], "{row} {headers:?}");
                assert_eq!(ran.waits, millis([wait]), "{row} {headers:?}");
            },
        );
    }
}

#[test]
fn a_403_without_a_limit_and_x_should_retry_false_end_the_run() {
    const GITHUB: HttpPolicy = HTTP.hinted_statuses([403]);
    let rows: [(u16, &'static [&'static str]); 3] = [
        (403, &["x-ratelimit-remaining: 59", "x-ratelimit-reset: 7"]),
        (503, &["x-should-retry: false", "Retry-After: 7"]),
        (429, &["x-should-retry: false"]),
    ];
    for (code, headers) in rows {
        let script = [Reply::With(code, headers), Reply::Status(200)];
        play(
            &EVERY,
            &GITHUB,
            &Method::GET,
            &script,
            |ran, requests, row| {
                assert_eq!(requests, ["GET"], "{row} {headers:?}");
                assert_eq!(ran.waits, [], "{row} {headers:?}");
            },
        );
    }
}

#[test]
fn a_malformed_hint_is_ignored() {
    let script = [Reply::With(503, &["Retry-After: 1e3"]), Reply::Status(200)];
    play(
        &EVERY,
        &HTTP,
        &Method::GET,
        &script,
        |run, requests, row| {
            assert_eq!(requests, ["GET"; 2], "{row}");
            assert_eq!(run.waits, millis([100]), "{row}");
        },
    );
}

#[test]
fn ureq_with_statuses_as_errors_is_judged_by_the_status_and_loses_the_hint() {
    let agent = ureq::Agent::new_with_defaults();
    let call = |script: [Reply; 2]| {
        let server = ScriptedServer::start(script);
        let clock = ManualClock::new();
        let result = HTTP
            .call(Method::GET)
            .retry(|| agent.get(server.url()).call())
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
    let client = reqwest_client();
    let call = |script: [Reply; 2]| {
        let server = ScriptedServer::start(script);
        let clock = ManualClock::new();
        let result = block_on(
            HTTP.call(Method::GET)
                .retry(|| async { client.get(server.url()).send().await?.error_for_status() })
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
