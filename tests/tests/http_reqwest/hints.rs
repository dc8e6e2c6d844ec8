//! `Retry-After` in every form, from the server to the wait of the client.

use std::time::{Duration, SystemTime};

use http::Method;
use retry_core::{Policy, StopReason};
use retry_tests::{HTTP, Reply, millis, secs};

use crate::client::{as_it_is, play};

const LIMIT: Duration = Duration::from_secs(600);

/// The waits after a 503 with these headers, and the stop reason.
fn hinted(headers: &'static [&'static str]) -> (Vec<Duration>, StopReason) {
    let policy = HTTP.attempts(2).max_retry_after(LIMIT);
    let script = [Reply::With(503, headers), Reply::Status(200)];
    let record = play(policy, &Method::GET, &script, as_it_is);
    let stop = record.report().stop;
    (record.waits, stop)
}

#[test]
fn a_hint_is_waited_for() {
    for (headers, wait) in [
        (&["retry-after: 120"] as &[_], 120),
        (&["retry-after:  5 "], 5),
        (&["retry-after:\t5\t"], 5),
        (&["Retry-After: 007"], 7),
        (&["retry-after: 3", "retry-after: 9"], 9),
        (&["retry-after: 9", "retry-after: 3"], 9),
        (&["retry-after: soon", "retry-after: 3"], 3),
        (&["retry-after: 1.5"], 2),
        (&["retry-after: 1m0s"], 60),
        (&["ratelimit: \"minute\";r=0;t=30"], 30),
        (&["x-ratelimit-remaining: 0", "x-ratelimit-reset: 11"], 11),
        (&["retry-after: 4", "ratelimit: \"minute\";r=0;t=30"], 4),
    ] {
        let expected = (secs([wait]), StopReason::Accepted);
        assert_eq!(hinted(headers), expected, "{headers:?}");
    }
}

#[test]
fn an_invalid_hint_leaves_the_backoff() {
    for headers in [
        &["retry-after: 0"] as &[_],
        &["retry-after: -1"],
        &["retry-after: +1"],
        &["retry-after: 1e3"],
        &["retry-after: ²"],
        &["retry-after:"],
        &["retry-after: \u{80}\u{ff}"],
        &["retry-after: Sun, 06 Nov 1994 08:49:37 GMT"],
        &["retry-after: Sunday, 06-Nov-94 08:49:37 GMT"],
        &["retry-after: Sun Nov  6 08:49:37 1994"],
        &["retry-after: Sat, 31 Dec 2016 23:59:60 GMT"],
        &["retry-after: Fri, 99 Nov 2994 08:49:37 GMT"],
        &["ratelimit: \"minute\";r=1;t=30"],
    ] {
        let expected = (millis([100]), StopReason::Accepted);
        assert_eq!(hinted(headers), expected, "{headers:?}");
    }
}

#[test]
fn a_hint_above_the_limit_returns_at_once_and_is_reported() {
    for (headers, least) in [
        (&["retry-after: 601"] as &[_], 601),
        (&["retry-after: 123456789012345678901234567890"], 1 << 33),
        (&["retry-after: Fri, 31 Dec 9999 23:59:59 GMT"], 1 << 33),
        (&["retry-after: Mon, 31 Dec 9999 23:59:59 GMT"], 1 << 33),
        (&["retry-after: Fri Dec 31 23:59:59 9999"], 1 << 33),
        // 2070, not 1970: a year of two digits may be up to 50 years ahead.
        (&["retry-after: Wednesday, 31-Dec-70 23:59:59 GMT"], 601),
    ] {
        let (waits, stop) = hinted(headers);
        assert_eq!(waits, []);
        let StopReason::HintTooLong { asked, limit } = stop else {
            panic!("{headers:?}: {stop}");
        };
        assert!(
            asked >= Duration::from_secs(least),
            "{headers:?}: {asked:?}"
        );
        assert_eq!(limit, LIMIT);
    }
}

#[test]
fn a_429_with_a_hint_is_retried_once_and_not_before() {
    let jittered = HTTP.policy(Policy::new());
    let script = [
        Reply::With(429, &["retry-after: 7"]),
        Reply::Status(200),
        Reply::Status(200),
    ];
    let record = play(jittered, &Method::GET, &script, as_it_is);
    assert_eq!(record.status(), Some(200));
    assert_eq!(record.requests.len(), 2);
    assert!(
        record.waits[0] >= Duration::from_secs(7),
        "{:?}",
        record.waits
    );
    assert_eq!(record.waits.len(), 1);
}

#[test]
fn a_date_in_the_future_is_waited_for() {
    let ahead = SystemTime::now() + Duration::from_secs(300);
    let header: &'static str =
        Box::leak(format!("retry-after: {}", httpdate::fmt_http_date(ahead)).into_boxed_str());
    let headers: &'static [&'static str] = Box::leak(Box::new([header]));
    let (waits, stop) = hinted(headers);
    assert_eq!(stop, StopReason::Accepted);
    // A date has whole seconds, and time passes while the test runs.
    let [wait] = waits[..] else {
        panic!("{waits:?}")
    };
    assert!(wait <= Duration::from_secs(300), "{wait:?}");
    assert!(wait > Duration::from_secs(240), "{wait:?}");
}
