//! What providers send instead of `Retry-After`.

use std::time::Duration;

use super::*;
use http::StatusCode;
use retry_core::http::{Answer, RateLimit};
use retry_tests::{headers, millis};

type Line = (&'static str, &'static str);

/// What an answer with this status asks for.
fn asked_with(code: u16, lines: &[Line]) -> Option<Duration> {
    let status = StatusCode::from_u16(code).expect("a status");
    Answer::at(status, &headers(lines), now()).retry_after()
}

fn assert_asked(rows: &[(&[Line], Option<u64>)]) {
    for (lines, expected) in rows {
        let expected = expected.map(Duration::from_millis);
        for code in [403, 429, 503] {
            assert_eq!(asked_with(code, lines), expected, "{code} {lines:?}");
        }
    }
}

#[test]
fn delays_in_milliseconds_are_read() {
    assert_asked(&[
        (&[("retry-after-ms", "1500")], Some(1500)),
        (&[("retry-after-ms", "492.1")], Some(493)),
        (&[("retry-after-ms", "1500ms")], Some(1500)),
        (&[("retry-after-ms", "-1")], None),
        (&[("retry-after-ms", "0")], None),
        (&[("x-ms-retry-after-ms", "700")], Some(700)),
        // The same delay, less exact: the longest counts.
        (
            &[("retry-after", "1"), ("retry-after-ms", "1500")],
            Some(1500),
        ),
        (
            &[("retry-after", "2"), ("retry-after-ms", "1500")],
            Some(2000),
        ),
    ]);
}

#[test]
fn requests_and_tokens_have_limits_of_their_own() {
    assert_asked(&[
        // OpenAI.
        (
            &[
                ("x-ratelimit-remaining-requests", "59"),
                ("x-ratelimit-reset-requests", "1s"),
                ("x-ratelimit-remaining-tokens", "0"),
                ("x-ratelimit-reset-tokens", "6m0s"),
            ],
            Some(360_000),
        ),
        (
            &[
                ("x-ratelimit-remaining-requests", "0"),
                ("x-ratelimit-reset-requests", "700ms"),
                ("x-ratelimit-remaining-tokens", "149984"),
                ("x-ratelimit-reset-tokens", "6m0s"),
            ],
            Some(700),
        ),
        (
            &[
                ("x-ratelimit-remaining-requests", "0"),
                ("x-ratelimit-reset-requests", "700ms"),
                ("x-ratelimit-remaining-tokens", "0"),
                ("x-ratelimit-reset-tokens", "2m59.56s"),
            ],
            Some(179_560),
        ),
        (
            &[
                ("x-ratelimit-remaining-requests", "1"),
                ("x-ratelimit-reset-requests", "700ms"),
                ("x-ratelimit-remaining-tokens", "1"),
                ("x-ratelimit-reset-tokens", "6m0s"),
            ],
            None,
        ),
        // Anthropic.
        (
            &[
                ("anthropic-ratelimit-requests-remaining", "49"),
                ("anthropic-ratelimit-requests-reset", "2022-11-06T08:49:38Z"),
                ("anthropic-ratelimit-tokens-remaining", "0"),
                ("anthropic-ratelimit-tokens-reset", "2022-11-06T08:50:07Z"),
            ],
            Some(30_000),
        ),
        (
            &[
                ("anthropic-ratelimit-input-tokens-remaining", "0"),
                (
                    "anthropic-ratelimit-input-tokens-reset",
                    "2022-11-06T08:49:47Z",
                ),
            ],
            Some(10_000),
        ),
        (
            &[
                ("anthropic-ratelimit-output-tokens-remaining", "0"),
                (
                    "anthropic-ratelimit-output-tokens-reset",
                    "2022-11-06T09:49:47+01:00",
                ),
            ],
            Some(10_000),
        ),
    ]);
}

#[test]
fn other_spellings_of_the_same_numbers_are_read() {
    assert_asked(&[
        (
            &[("ratelimit", "limit=100, remaining=0, reset=50")],
            Some(50_000),
        ),
        (
            &[("ratelimit", "limit=100;remaining=0;reset=50")],
            Some(50_000),
        ),
        (&[("ratelimit", "limit=100, remaining=1, reset=50")], None),
        (&[("ratelimit", "limit=100, remaining=0")], None),
        (
            &[
                ("x-rate-limit-remaining", "0"),
                ("x-rate-limit-reset", "1667724617"),
            ],
            Some(40_000),
        ),
        // Discord sends both. The delay is the more exact one.
        (
            &[
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", "1667724578.470"),
                ("x-ratelimit-reset-after", "1.337"),
            ],
            Some(1337),
        ),
        (
            &[
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", "1667724578.470"),
            ],
            Some(1470),
        ),
        (
            &[
                ("ratelimit-remaining", "0"),
                ("ratelimit-reset-after", "1.5"),
            ],
            Some(1500),
        ),
        (
            &[
                ("x-rate-limit-remaining", "0"),
                ("x-rate-limit-reset-after", "700ms"),
            ],
            Some(700),
        ),
        // Reddit counts in fractions, Docker adds the window.
        (
            &[
                ("x-ratelimit-remaining", "0.0"),
                ("x-ratelimit-reset", "57"),
            ],
            Some(57_000),
        ),
        (
            &[
                ("x-ratelimit-remaining", "1.5"),
                ("x-ratelimit-reset", "57"),
            ],
            None,
        ),
        (
            &[
                ("ratelimit-remaining", "0;w=21600"),
                ("ratelimit-reset", "60"),
            ],
            Some(60_000),
        ),
        // A sign asks for nothing here either.
        (
            &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "-3")],
            None,
        ),
    ]);
}

#[test]
fn the_nearest_binding_limit_counts() {
    // A generic limit with calls left says nothing of the tokens.
    let lines = [
        ("x-ratelimit-remaining", "99"),
        ("x-ratelimit-reset", "5"),
        ("x-ratelimit-remaining-tokens", "0"),
        ("x-ratelimit-reset-tokens", "30s"),
    ];
    assert_eq!(asked_with(429, &lines), seconds(30));
    let limit = RateLimit::at(&headers(&lines), now()).expect("a limit");
    assert_eq!(limit.remaining(), Some(0));
    assert_eq!(limit.reset(), Duration::from_secs(30));

    // With a 429, a limit that is used up beats one that does not say what is left.
    let lines = [
        ("x-ratelimit-reset", "3000"),
        ("x-ratelimit-remaining-requests", "0"),
        ("x-ratelimit-reset-requests", "700ms"),
    ];
    assert_eq!(asked_with(429, &lines), millis([700]).first().copied());

    // From a success: the one with the fewest left.
    let lines = [
        ("x-ratelimit-remaining-requests", "59"),
        ("x-ratelimit-reset-requests", "1s"),
        ("x-ratelimit-remaining-tokens", "7"),
        ("x-ratelimit-reset-tokens", "6m0s"),
    ];
    let limit = RateLimit::at(&headers(&lines), now()).expect("a limit");
    assert_eq!(limit.remaining(), Some(7));
    assert_eq!(limit.reset(), Duration::from_secs(360));
}
