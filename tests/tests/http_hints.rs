//! What servers ask for, and what is made of it: never an error, never earlier than asked, never
//! without bound.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, Method, StatusCode};
use proptest::prelude::*;
use retry_core::{
    Driver, Failure, Jitter, Policy, Step, StopReason, Verdict,
    http::{Answer, HttpPolicy, RateLimit},
};
use retry_tests::{SECOND, headers, status};

/// Sunday, 6 November 2022, 08:49:37 UTC.
const NOW: u64 = 1_667_724_577;

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(NOW)
}

/// What a 503 with these headers asks for.
fn asked(lines: &[(&str, &[u8])]) -> Option<Duration> {
    Answer::at(StatusCode::SERVICE_UNAVAILABLE, &headers(lines), now()).retry_after()
}

fn seconds(seconds: u64) -> Option<Duration> {
    Some(Duration::from_secs(seconds))
}

/// One `Retry-After`, and the seconds that it asks for.
#[test]
fn retry_after_is_seconds_or_a_date() {
    let rows: &[(&[u8], Option<u64>)] = &[
        (b"120", Some(120)),
        (b" 5 ", Some(5)),
        (b"\t5", Some(5)),
        (b"007", Some(7)),
        (b"0", None),
        (b"00", None),
        (b"-1", None),
        (b"+1", None),
        (b"1.5", None),
        (b"1,5", None),
        (b"1e3", None),
        (b"0x10", None),
        (b"5s", None),
        (b"1m0s", None),
        (b"5 6", None),
        ("²".as_bytes(), None),
        ("٣".as_bytes(), None),
        (b"", None),
        (b" ", None),
        (b"soon", None),
        (b"\xff\xfe\x80", None),
        (b"12\xff", None),
        (b"18446744073709551615", Some(u64::MAX)),
        (b"18446744073709551616", Some(u64::MAX)),
        (b"999999999999999999999999999999", Some(u64::MAX)),
        // The three forms, 10 s ahead.
        (b"Sun, 06 Nov 2022 08:49:47 GMT", Some(10)),
        (b"Sunday, 06-Nov-22 08:49:47 GMT", Some(10)),
        (b"Sun Nov  6 08:49:47 2022", Some(10)),
        (b"  Sun, 06 Nov 2022 08:49:47 GMT  ", Some(10)),
        (b"sun, 06 nov 2022 08:49:47 gmt", Some(10)),
        // Now, and in the past.
        (b"Sun, 06 Nov 2022 08:49:37 GMT", None),
        (b"Sun, 06 Nov 2022 08:49:36 GMT", None),
        (b"Sun, 06 Nov 1994 08:49:37 GMT", None),
        (b"Sun Nov  6 08:49:37 1994", None),
        (b"Thu, 01 Jan 1970 00:00:00 GMT", None),
        (b"Wed, 31 Dec 1969 23:59:59 GMT", None),
        (b"Mon, 01 Jan 0001 00:00:00 GMT", None),
        (b"Sat, 01 Jan 0000 00:00:00 GMT", None),
        // Days and years later.
        (b"Mon, 07 Nov 2022 08:49:37 GMT", Some(86_400)),
        (b"Wed, 01 Mar 2023 08:49:37 GMT", Some(115 * 86_400)),
        (b"Fri, 01 Mar 2024 08:49:37 GMT", Some(481 * 86_400)),
        (b"Thu, 29 Feb 2024 08:49:37 GMT", Some(480 * 86_400)),
        (
            b"Fri, 31 Dec 9999 23:59:59 GMT",
            Some(253_402_300_799 - NOW),
        ),
        // A weekday that does not fit, a leap second.
        (b"Mon, 06 Nov 2022 08:49:47 GMT", Some(10)),
        (b"Saturday, 06-Nov-22 08:49:47 GMT", Some(10)),
        (b"Sun, 06 Nov 2022 08:49:60 GMT", Some(23)),
        (b"Sat, 31 Dec 2022 23:59:60 GMT", Some(1_672_531_200 - NOW)),
        // What only looks like a date.
        (b"Xyz, 06 Nov 2022 08:49:47 GMT", None),
        (b"Sun, 06 Nov 2022 08:49:47", None),
        (b"Sun, 06 Nov 2022 08:49:47 PST", None),
        (b"Sun, 06 Nov 2022 08:49:47 GMT GMT", None),
        (b"Sun, 06 Brr 2022 08:49:47 GMT", None),
        (b"Sun, 00 Nov 2022 08:49:47 GMT", None),
        (b"Sun, 31 Nov 2022 08:49:47 GMT", None),
        (b"Tue, 29 Feb 2023 08:49:47 GMT", None),
        (b"Sun, 06 Nov 022 08:49:47 GMT", None),
        (b"Sun, 06 Nov 20222 08:49:47 GMT", None),
        (b"Sun, 06 Nov 2022 24:00:00 GMT", None),
        (b"Sun, 06 Nov 2022 08:60:00 GMT", None),
        (b"Sun, 06 Nov 2022 08:49:61 GMT", None),
        (b"Sun, 06 Nov 2022 08:49 GMT", None),
        (b"Sun, 06 Nov 2022 08:49:47:00 GMT", None),
        (b"Sun, 06 Nov 2022 +8:49:47 GMT", None),
        (b"2022-11-06T08:49:47Z", None),
    ];
    for (value, expected) in rows {
        let expected = expected.map(Duration::from_secs);
        let row = String::from_utf8_lossy(value);
        assert_eq!(asked(&[("retry-after", value)]), expected, "{row:?}");
    }
}

#[test]
fn years_of_two_digits_are_at_most_50_years_ahead() {
    // In 2022, 8:49:37 on 6 November.
    let rows: &[(&str, Option<u64>)] = &[
        ("Sunday, 06-Nov-94 08:49:37 GMT", None),
        ("Monday, 06-Nov-23 08:49:37 GMT", Some(365 * 86_400)),
        ("Saturday, 06-Nov-21 08:49:37 GMT", None),
        // 50 years ahead to the second, then one second more: 1972.
        ("Sunday, 06-Nov-72 08:49:37 GMT", Some(3_245_647_777 - NOW)),
        ("Sunday, 06-Nov-72 08:49:38 GMT", None),
        ("Friday, 01-Jan-72 00:00:00 GMT", Some(3_218_832_000 - NOW)),
        ("Sunday, 31-Dec-72 00:00:00 GMT", None),
        ("Monday, 01-Jan-73 00:00:00 GMT", None),
        ("Saturday, 01-Jan-00 00:00:00 GMT", None),
    ];
    for (value, expected) in rows {
        let expected = expected.map(Duration::from_secs);
        assert_eq!(
            asked(&[("retry-after", value.as_bytes())]),
            expected,
            "{value}"
        );
    }
    // Late in a century the next one is meant.
    let in_2080 = UNIX_EPOCH + Duration::from_secs(3_471_292_800);
    let headers = headers(&[("retry-after", b"Wednesday, 01-Jan-10 00:00:00 GMT")]);
    let answer = Answer::at(StatusCode::SERVICE_UNAVAILABLE, &headers, in_2080);
    let thirty_years = 10_957 * 86_400;
    assert_eq!(answer.retry_after(), seconds(thirty_years));
}

#[test]
fn a_date_is_waited_for_to_the_fraction_of_a_second() {
    let headers = headers(&[("retry-after", b"Sun, 06 Nov 2022 08:49:38 GMT")]);
    let between = now() + Duration::from_millis(250);
    let answer = Answer::at(StatusCode::SERVICE_UNAVAILABLE, &headers, between);
    assert_eq!(answer.retry_after(), Some(Duration::from_millis(750)));
    // A clock that was set back beyond reason asks for a long wait, which the limit refuses.
    let before_time = UNIX_EPOCH - SECOND;
    let answer = Answer::at(StatusCode::SERVICE_UNAVAILABLE, &headers, before_time);
    assert_eq!(answer.retry_after(), seconds(NOW + 1));
}

#[test]
fn the_longest_of_repeated_headers_counts() {
    let rows: &[(&[&[u8]], Option<u64>)] = &[
        (&[b"3", b"9", b"5"], Some(9)),
        (&[b"garbage", b"3"], Some(3)),
        (&[b"3", b"Sun, 06 Nov 2022 08:49:47 GMT"], Some(10)),
        (&[b"30", b"Sun, 06 Nov 2022 08:49:47 GMT"], Some(30)),
        (&[b"0", b""], None),
    ];
    for (values, expected) in rows {
        let lines: Vec<_> = values.iter().map(|value| ("retry-after", *value)).collect();
        assert_eq!(
            asked(&lines),
            expected.map(Duration::from_secs),
            "{lines:?}"
        );
    }
}

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
        (
            &[
                ("x-ratelimit-remaining", b"0"),
                ("x-ratelimit-reset", b"1.5"),
            ],
            None,
        ),
        (&[("x-ratelimit-remaining", b"0")], None),
        // A 503 that does not say what remains.
        (&[("x-ratelimit-reset", b"50")], None),
        // `Retry-After` wins, also with less; one that asks for nothing does not.
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
    // A 429 says itself that nothing remains.
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
    assert_eq!(RateLimit::of(&HeaderMap::new()), None);
}

#[test]
fn a_date_is_read_by_the_wall_clock() {
    let headers = headers(&[("retry-after", b"Fri, 31 Dec 9999 23:59:59 GMT")]);
    let at_least = |answer: Answer| answer.retry_after() > seconds(200_000_000_000);
    assert!(at_least(Answer::of(StatusCode::OK, &headers)));
}

/// What a policy that waits at most a minute for a server does about these headers.
fn step(code: u16, headers: &HeaderMap) -> (Verdict, Step) {
    const HTTP: HttpPolicy =
        HttpPolicy::new().policy(Policy::new().jitter(Jitter::Full).max_delay(SECOND));
    let verdict = HTTP.call(Method::GET).verdict(status(code), headers);
    let step = Driver::new().step(HTTP.as_policy(), Failure::new(verdict), &mut || 7, None);
    (verdict, step)
}

fn value() -> impl Strategy<Value = Vec<u8>> {
    let bytes = prop::collection::vec(prop_oneof![0x20_u8..0x7f, 0x80_u8..=0xff], 0..60);
    let number = "[0-9]{1,40}".prop_map(String::into_bytes);
    let date = "(Sun|Monday|Tue)[, ]{1,2}[0-9]{1,3}[- ](Nov|Feb|Xxx)[- ][0-9]{2,5} [0-9]{2}:[0-9]{2}:[0-9]{2}( GMT)?"
        .prop_map(String::into_bytes);
    let limit = "\"?[a-z;,]{0,5}\"?;r=0?;t=[0-9]{0,25}(,\"b\";r=0;t=[0-9]{0,4})?"
        .prop_map(String::into_bytes);
    prop_oneof![bytes, number, date, limit]
}

proptest! {
    #[test]
    fn no_bytes_panic_and_every_wait_is_bounded_and_not_too_early(
        code in prop::sample::select(vec![200_u16, 404, 429, 500, 503]),
        lines in prop::collection::vec(
            (
                prop::sample::select(vec![
                    "retry-after",
                    "ratelimit",
                    "ratelimit-remaining",
                    "ratelimit-reset",
                    "x-ratelimit-remaining",
                    "x-ratelimit-reset",
                ]),
                value(),
            ),
            0..5,
        ),
    ) {
        let lines: Vec<_> = lines.iter().map(|(name, value)| (*name, &value[..])).collect();
        let headers = headers(&lines);
        let (verdict, step) = step(code, &headers);
        match (verdict.hint(), step) {
            (Some(hint), Step::Wait(wait)) => {
                prop_assert!(hint > Duration::ZERO);
                prop_assert!(wait >= hint, "{wait:?} is before {hint:?}");
                prop_assert!(wait <= Duration::from_secs(66), "{wait:?}");
            }
            (None, Step::Wait(wait)) => prop_assert!(wait <= SECOND, "{wait:?}"),
            (Some(_), Step::Stop(reason)) => {
                let is_too_long = matches!(reason, StopReason::HintTooLong { .. });
                prop_assert!(is_too_long, "{reason:?}");
            }
            (None, Step::Stop(reason)) => prop_assert!([200, 404].contains(&code), "{reason:?}"),
        }
    }
}
