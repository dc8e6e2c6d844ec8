//! Headers that describe a rate limit.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use retry_core::http::{Answer, RateLimit};
use retry_tests::headers;

use super::*;

#[test]
fn rate_limits_ask_for_their_reset_when_nothing_remains() {
    type Line = (&'static str, &'static [u8]);
    let epoch = (NOW + 40).to_string().leak().as_bytes();
    let epoch_in_millis = (NOW * 1000 + 40_500).to_string().leak().as_bytes();
    let rows: &[(&[Line], Option<Duration>)] = &[
        (&[("ratelimit", br#""default";r=0;t=30"#)], seconds(30)),
        (&[("ratelimit", b"default;r=0;t=30")], seconds(30)),
        (
            &[("ratelimit", br#" "default" ; r=0 ; t=30 "#)],
            seconds(30),
        ),
        (
            &[("ratelimit", br#""default";t=30;r=0;pk=:cHNk:"#)],
            seconds(30),
        ),
        (&[("ratelimit", br#""default";r=1;t=30"#)], None),
        (&[("ratelimit", br#""default";r=0"#)], None),
        (&[("ratelimit", br#""default";t=30"#)], None),
        (&[("ratelimit", br#""default";r=0;t=0"#)], None),
        (&[("ratelimit", br#""default";r=0;t=-3"#)], None),
        (
            &[("ratelimit", br#""minute";r=0;t=30, "day";r=9;t=3600"#)],
            seconds(30),
        ),
        (
            &[("ratelimit", br#""minute";r=0;t=30, "day";r=0;t=3600"#)],
            seconds(3600),
        ),
        (
            &[
                ("ratelimit", br#""m";r=0;t=30"#),
                ("ratelimit", br#""d";r=0;t=60"#),
            ],
            seconds(60),
        ),
        (&[("ratelimit", br#""a;r=9, \"b";r=0;t=30"#)], seconds(30)),
        (&[("ratelimit", b"\"\xff\";r=0;t=30")], None),
        (&[("ratelimit", b"\"unclosed;r=0;t=30")], None),
        (
            &[("ratelimit-remaining", b"0"), ("ratelimit-reset", b"50")],
            seconds(50),
        ),
        (
            &[("ratelimit-remaining", b"1"), ("ratelimit-reset", b"50")],
            None,
        ),
        (
            &[
                ("x-ratelimit-remaining", b"0"),
                ("x-ratelimit-reset", b"50"),
            ],
            seconds(50),
        ),
        (
            &[
                ("x-ratelimit-remaining", b"0"),
                ("x-ratelimit-reset", epoch),
            ],
            seconds(40),
        ),
        (
            &[
                ("x-ratelimit-remaining", b"0"),
                ("x-ratelimit-reset", epoch_in_millis),
            ],
            Some(Duration::from_millis(40_500)),
        ),
        (
            &[
                ("x-ratelimit-remaining", b"0"),
                ("x-ratelimit-reset", b"1000000000"),
            ],
            None,
        ),
        (
            &[
                ("x-ratelimit-remaining", b"0"),
                ("x-ratelimit-reset", b"999999999"),
            ],
            seconds(999_999_999),
        ),
        // The last moment in seconds. The next one is in milliseconds, and past.
        (
            &[
                ("x-ratelimit-remaining", b"0"),
                ("x-ratelimit-reset", b"99999999999"),
            ],
            seconds(99_999_999_999 - NOW),
        ),
        (
            &[
                ("x-ratelimit-remaining", b"0"),
                ("x-ratelimit-reset", b"100000000000"),
            ],
            None,
        ),
        (
            &[
                ("x-ratelimit-remaining", b"0"),
                ("x-ratelimit-reset", b"1.5"),
            ],
            Some(Duration::from_millis(1500)),
        ),
        (&[("x-ratelimit-remaining", b"0")], None),
        // A 503 that does not say how much remains.
        (&[("x-ratelimit-reset", b"50")], None),
        // `Retry-After` wins, also with a shorter wait. An invalid one does not.
        (
            &[("retry-after", b"5"), ("ratelimit", br#""d";r=0;t=30"#)],
            seconds(5),
        ),
        (
            &[("retry-after", b"?"), ("ratelimit", br#""d";r=0;t=30"#)],
            seconds(30),
        ),
        (
            &[
                ("ratelimit", br#""d";r=0;t=30"#),
                ("ratelimit-remaining", b"0"),
                ("ratelimit-reset", b"50"),
            ],
            seconds(30),
        ),
    ];
    for (lines, expected) in rows {
        assert_eq!(asked(lines), *expected, "{lines:?}");
    }
    // A 429 means that nothing remains.
    let only_reset = headers(&[("x-ratelimit-reset", b"50")]);
    let answer = Answer::at(StatusCode::TOO_MANY_REQUESTS, &only_reset, now());
    assert_eq!(answer.retry_after(), seconds(50));
}

#[test]
fn a_rate_limit_is_read_from_successes_too() {
    let headers = headers(&[("ratelimit", br#""minute";r=7;t=30, "day";r=5;t=3600"#)]);
    let limit = RateLimit::at(&headers, now()).expect("a limit");
    assert_eq!(limit.remaining(), Some(5));
    assert_eq!(limit.reset(), Duration::from_secs(3600));
    assert_eq!(RateLimit::of(&headers), Some(limit), "it has no moment");
    assert_eq!(RateLimit::of(&HeaderMap::new()), None);
}
