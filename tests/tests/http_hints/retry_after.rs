//! `Retry-After`, with a number of seconds or a date.

use std::time::{Duration, UNIX_EPOCH};

use http::StatusCode;
use retry_core::http::Answer;
use retry_tests::{SECOND, headers};

use super::*;

/// A row is a `Retry-After` and the seconds that it asks for.
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
        (b"1.5", Some(2)),
        (b"1,5", Some(5)),
        (b"1e3", None),
        (b"0x10", None),
        (b"5s", Some(5)),
        (b"1m0s", Some(60)),
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
        // The three forms of a date, 10 s ahead.
        (b"Sun, 06 Nov 2022 08:49:47 GMT", Some(10)),
        (b"Sunday, 06-Nov-22 08:49:47 GMT", Some(10)),
        (b"Sun Nov  6 08:49:47 2022", Some(10)),
        (b"  Sun, 06 Nov 2022 08:49:47 GMT  ", Some(10)),
        (b"sun, 06 nov 2022 08:49:47 gmt", Some(10)),
        // Now, or in the past.
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
        // A wrong weekday, and a leap second.
        (b"Mon, 06 Nov 2022 08:49:47 GMT", Some(10)),
        (b"Saturday, 06-Nov-22 08:49:47 GMT", Some(10)),
        (b"Sun, 06 Nov 2022 08:49:60 GMT", Some(23)),
        (b"Sat, 31 Dec 2022 23:59:60 GMT", Some(1_672_531_200 - NOW)),
        // Texts that only look like a date.
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
        (b"2022-11-06T08:49:47Z", Some(10)),
    ];
    for (value, expected) in rows {
        let expected = expected.map(Duration::from_secs);
        let row = String::from_utf8_lossy(value);
        assert_eq!(asked(&[("retry-after", value)]), expected, "{row:?}");
    }
}

#[test]
fn years_of_two_digits_are_at_most_50_years_ahead() {
    // Now is 8:49:37 on 6 November 2022.
    let rows: &[(&str, Option<u64>)] = &[
        ("Sunday, 06-Nov-94 08:49:37 GMT", None),
        ("Monday, 06-Nov-23 08:49:37 GMT", Some(365 * 86_400)),
        ("Saturday, 06-Nov-21 08:49:37 GMT", None),
        // 50 years ahead to the second. One second more means 1972.
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
    // A server whose clock is 50 years behind, by a second more than counts as ahead.
    let lines: [(&str, &[u8]); 2] = [
        ("date", b"Sunday, 06-Nov-72 08:49:38 GMT"),
        ("retry-after", b"Mon, 06 Nov 1972 08:49:48 GMT"),
    ];
    assert_eq!(asked(&lines), seconds(10));
    // Late in a century, a small number is a year of the next century.
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
    // With a clock set back by decades the wait is long, and the limit for hints refuses it.
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
fn a_date_is_read_by_the_wall_clock() {
    let headers = headers(&[("retry-after", b"Fri, 31 Dec 9999 23:59:59 GMT")]);
    let at_least = |answer: Answer| answer.retry_after() > seconds(200_000_000_000);
    assert!(at_least(Answer::of(StatusCode::OK, &headers)));
}
