//! `Retry-After` as servers really write it, and the clock that a date counts from.

use std::time::Duration;

use super::*;
use http::{Method, StatusCode};
use retry_core::{
    Verdict,
    http::{Answer, HttpPolicy},
};
use retry_tests::headers;

/// Each value, and the seconds that it asks for.
fn assert_asked(rows: &[(&str, Option<u64>)]) {
    for (value, expected) in rows {
        let expected = expected.map(Duration::from_secs);
        let value = value.as_bytes();
        let row = String::from_utf8_lossy(value);
        assert_eq!(asked(&[("retry-after", value)]), expected, "{row}");
    }
}

#[test]
fn fractions_and_units_are_rounded_up_to_a_second() {
    assert_asked(&[
        ("2.0", Some(2)),
        ("2.000000000000", Some(2)),
        ("0.493", Some(1)),
        ("1.0000000000000000000001", Some(2)),
        ("0.0", None),
        (".5", Some(1)),
        ("2.", Some(2)),
        ("18446744073709551615.5", Some(u64::MAX)),
        ("30s", Some(30)),
        ("30 s", Some(30)),
        ("30S", Some(30)),
        ("30 seconds", Some(30)),
        ("1 Minute", Some(60)),
        ("1m0s", Some(60)),
        ("6m0s", Some(360)),
        ("2m59.56s", Some(180)),
        ("700ms", Some(1)),
        ("250us", Some(1)),
        ("1.5h", Some(5400)),
        ("1h30m", Some(5400)),
        ("1d", Some(86_400)),
        ("PT30S", Some(30)),
        ("0s", None),
    ]);
}

#[test]
fn quotes_are_removed_and_the_longest_of_a_list_counts() {
    assert_asked(&[
        ("\"120\"", Some(120)),
        ("\" 30s \"", Some(30)),
        ("\"Sun, 06 Nov 2022 08:49:47 GMT\"", Some(10)),
        ("3, 9, 5", Some(9)),
        ("3,9,5", Some(9)),
        ("\"3\", \"9\"", Some(9)),
        ("60s, 30s", Some(60)),
        ("30s, 60s", Some(60)),
        // One duration and two of them: the longer reading is never too early.
        ("1h, 30m", Some(5400)),
        ("soon, 3", Some(3)),
        ("-9, 3", Some(3)),
        ("3, Sun, 06 Nov 2022 08:49:47 GMT", Some(10)),
        ("Sunday, 06-Nov-22 08:49:47 GMT, 3", Some(10)),
        (
            "Sun, 06 Nov 2022 08:49:40 GMT, Sun, 06 Nov 2022 08:49:47 GMT",
            Some(10),
        ),
        (",", None),
        (", ,5", Some(5)),
        ("\"120", None),
    ]);
}

#[test]
fn signs_exponents_and_times_of_day_ask_for_nothing() {
    assert_asked(&[
        ("-2.0", None),
        ("+2.0", None),
        ("-30s", None),
        ("+30s", None),
        ("30s ago", None),
        ("1e3", None),
        ("1e3s", None),
        ("1E3", None),
        ("2.0.0", None),
        (".", None),
        ("NaN", None),
        ("inf", None),
        ("1 fortnight", None),
        ("08:49:47", None),
        ("+002022-11-06T08:49:47Z", None),
        ("2022-11-06", None),
        ("２.０", None),
    ]);
}

#[test]
fn dates_may_have_utc_an_offset_or_the_form_of_iso_8601() {
    assert_asked(&[
        ("Sun, 06 Nov 2022 08:49:47 UTC", Some(10)),
        ("Sun, 06 Nov 2022 08:49:47 +0000", Some(10)),
        ("Sun, 06 Nov 2022 09:49:47 +0100", Some(10)),
        ("Sun, 06 Nov 2022 09:49:47 +01:00", Some(10)),
        ("Sun, 06 Nov 2022 03:49:47 -0500", Some(10)),
        ("Sunday, 06-Nov-22 08:49:47 UTC", Some(10)),
        ("Sunday, 06-Nov-22 03:49:47 -0500", Some(10)),
        ("Sun, 06-Nov-2022 08:49:47 GMT", Some(10)),
        ("2022-11-06T08:49:47Z", Some(10)),
        ("2022-11-06t08:49:47z", Some(10)),
        ("2022-11-06 08:49:47Z", Some(10)),
        ("2022-11-06T08:49:47", Some(10)),
        ("2022-11-06T09:49:47+01:00", Some(10)),
        ("2022-11-06T08:49:47.000+00:00", Some(10)),
        ("20221106T084947Z", Some(10)),
        ("2022-11-06T08:49:60Z", Some(23)),
        ("9999-12-31T23:59:59Z", Some(253_402_300_799 - NOW)),
        ("2022-11-06T08:49:36Z", None),
        ("2022-11-31T08:49:47Z", None),
    ]);
}

#[test]
fn a_date_counts_from_the_answers_own_date() {
    let five_minutes_off = [
        ("retry-after", "Sun, 06 Nov 2022 08:54:47 GMT"),
        ("date", "Sun, 06 Nov 2022 08:54:37 GMT"),
    ];
    let asked = |lines: &[(&str, &str)]| {
        let answer = Answer::at(StatusCode::SERVICE_UNAVAILABLE, &headers(lines), now());
        answer.retry_after()
    };
    assert_eq!(asked(&five_minutes_off), seconds(10));
    let behind = [
        ("retry-after", "Sun, 06 Nov 2022 08:44:47 GMT"),
        ("date", "Sun, 06 Nov 2022 08:44:37 GMT"),
    ];
    assert_eq!(asked(&behind), seconds(10));
    // Moments of rate limits come from the same clock.
    let moment = (NOW + 310).to_string();
    for reset in [&*moment, "2022-11-06T08:54:47Z"] {
        let limit = [
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", reset),
            five_minutes_off[1],
        ];
        assert_eq!(asked(&limit), seconds(10), "{reset}");
    }
    // With an `Age` the date is that of a stored answer.
    let [after, date] = five_minutes_off;
    assert_eq!(asked(&[after, date, ("age", "300")]), seconds(310));
    assert_eq!(asked(&[after, ("date", "yesterday")]), seconds(310));
    // A number needs no clock.
    assert_eq!(asked(&[("retry-after", "7"), date]), seconds(7));
}

#[test]
fn urllib3_counts_a_date_from_the_local_clock() {
    const HTTP: HttpPolicy = HttpPolicy::urllib3(3, 1.0, [503]);
    let lines = [
        ("retry-after", "Sun, 06 Nov 2022 08:54:47 GMT"),
        ("date", "Sun, 06 Nov 2022 08:54:37 GMT"),
    ];
    let answer = Answer::at(StatusCode::SERVICE_UNAVAILABLE, &headers(&lines), now());
    let verdict = HTTP.call(Method::GET).answered(&answer);
    assert_eq!(verdict, Verdict::Throttled(seconds(310)));
}

#[test]
fn a_valid_retry_after_wins_over_a_rate_limit_even_if_it_is_zero() {
    let limits: [&[(&str, &[u8])]; 3] = [
        &[
            ("x-ratelimit-remaining", b"0"),
            ("x-ratelimit-reset", b"3000"),
        ],
        &[("ratelimit", br#""hour";r=0;t=3000"#)],
        &[
            ("x-ratelimit-remaining-tokens", b"0"),
            ("x-ratelimit-reset-tokens", b"50m"),
        ],
    ];
    for limit in limits {
        let with_retry_after = |value: &'static [u8]| {
            let mut lines = limit.to_vec();
            lines.push(("retry-after", value));
            asked(&lines)
        };
        assert_eq!(asked(limit), seconds(3000));
        assert_eq!(with_retry_after(b"5"), seconds(5));
        for nothing in [
            b"0" as &[u8],
            b"0.0",
            b"0s",
            b"Sun, 06 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(with_retry_after(nothing), None, "{nothing:?}");
        }
        for invalid in [b"-1" as &[u8], b"1e3", b"soon", b""] {
            assert_eq!(with_retry_after(invalid), seconds(3000), "{invalid:?}");
        }
    }
}
