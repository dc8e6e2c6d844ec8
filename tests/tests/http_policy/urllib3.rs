//! The preset that behaves like urllib3. Its waits are in `tests/vectors/urllib3.toml`.

use std::time::Duration;

use http::Method;
use retry_core::{
    StopReason, Verdict,
    http::{FailureKind, HttpError, HttpPolicy},
    testing::ManualClock,
};
use retry_tests::{response, secs};

use crate::support::verdict;

/// Runs the preset against responses with these statuses and `Retry-After`s: the waits, the result and
/// the stop reason.
fn run(
    policy: &HttpPolicy,
    answers: &[(u16, Option<&'static str>)],
) -> (Vec<Duration>, Result<u16, HttpError>, StopReason) {
    let clock = ManualClock::new();
    let mut answers = answers.iter();
    let call = policy.call(Method::GET);
    let report = call
        .retry(|| {
            let (code, hint) = *answers.next().expect("no call beyond the script");
            let lines = hint.map(|hint| ("retry-after", hint));
            Ok::<_, HttpError>(response(code, lines.as_slice()))
        })
        .timer(&clock)
        .report()
        .call();
    let end = report.outcome.map(|response| response.status().as_u16());
    (clock.waits(), end, report.stop)
}

#[test]
fn the_list_of_delays_is_that_of_urllib3() {
    let waits = |factor| {
        let policy = HttpPolicy::urllib3(4, factor, [503]);
        policy.delays().collect::<Vec<_>>()
    };
    assert_eq!(waits(1.0), secs([0, 2, 4, 8]));
    assert_eq!(waits(1e300), secs([0, 120, 120, 120]));
}

#[test]
fn a_hint_of_six_hours_is_waited_for_and_one_above_is_too_long() {
    const LISTED: HttpPolicy = HttpPolicy::urllib3(10, 1.0, [503]);
    let (waits, end, _) = run(&LISTED, &[(503, Some("21600")), (200, None)]);
    assert_eq!(waits, secs([21600]));
    assert_eq!(end.expect("the second answer"), 200);

    let (waits, _, stop) = run(&LISTED, &[(503, Some("21601"))]);
    assert_eq!(waits, []);
    assert!(matches!(stop, StopReason::HintTooLong { .. }), "{stop:?}");
}

#[test]
fn retries_and_raises_what_urllib3_does() {
    const NONE: HttpPolicy = HttpPolicy::urllib3(0, 1.0, [503]);
    const ONE: HttpPolicy = HttpPolicy::urllib3(1, 1.0, [503]);
    let end = |policy: &HttpPolicy, answers: &[_]| {
        let (_, end, _) = run(policy, answers);
        end.map_err(|error| error.status().expect("a status").as_u16())
    };
    assert_eq!(end(&NONE, &[(503, None)]), Err(503));
    // Retried because of its header, then returned, since 429 is not a listed status.
    assert_eq!(end(&ONE, &[(429, Some("1")), (429, Some("1"))]), Ok(429));
    assert_eq!(end(&ONE, &[(429, None)]), Ok(429));
    assert_eq!(end(&ONE, &[(404, Some("1"))]), Ok(404));
    assert_eq!(end(&ONE, &[(503, None), (429, None)]), Ok(429));
    let returning = ONE.raise_on_status(false);
    assert_eq!(end(&returning, &[(503, None), (503, None)]), Ok(503));

    assert_eq!(verdict(&ONE, &Method::POST, 503), Verdict::Stop);
    let post = ONE.call(Method::POST);
    assert_eq!(post.failed(&FailureKind::NeverSent), Verdict::Retry);
    assert_eq!(post.failed(&FailureKind::MaybeSent), Verdict::Stop);
    let returned: Result<_, HttpError> = post.exhausted()(response(503, &[]));
    assert!(
        returned.is_ok(),
        "a POST is not retried, so it is not exhausted"
    );
}

#[test]
fn urllib3_reads_no_other_header() {
    const LISTED: HttpPolicy = HttpPolicy::urllib3(3, 1.0, [503]);
    let verdict = |code, lines: &[(&str, &str)]| {
        let answer = response(code, lines);
        LISTED
            .call(Method::GET)
            .verdict(answer.status(), answer.headers())
    };
    let others = [
        ("retry-after-ms", "700"),
        ("x-ms-retry-after-ms", "700"),
        ("x-ratelimit-remaining-tokens", "0"),
        ("x-ratelimit-reset-tokens", "6m0s"),
        ("x-should-retry", "false"),
    ];
    assert_eq!(verdict(503, &others), Verdict::Retry);
    let truthful = [("x-should-retry", "true"), others[0], others[2], others[3]];
    for code in [403, 404, 413, 429, 500, 520, 529] {
        assert_eq!(verdict(code, &truthful), Verdict::Accept, "{code}");
    }
    let zero = [("retry-after", "0"), others[0]];
    assert_eq!(verdict(413, &zero), Verdict::Retry, "after the backoff");
}
