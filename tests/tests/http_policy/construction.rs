//! How a policy is made, its size, and which values it refuses.

use std::{io, ops::RangeInclusive};

use http::Method;
use retry_core::{
    Attempts, Backoff, InvalidPolicy, Jitter, Policy, Settings,
    http::{HttpError, HttpPolicy, HttpSettings},
    testing::ManualClock,
};
use retry_tests::{SECOND, panic_message, secs};

use crate::support::HTTP;

#[test]
fn a_policy_gives_a_run_its_attempts_and_delays() {
    const FIVE: HttpPolicy = HTTP.policy(
        Policy::new()
            .attempts(5)
            .jitter(Jitter::None)
            .backoff(Backoff::constant(SECOND)),
    );
    let refused = || Err::<(), _>(io::Error::from(io::ErrorKind::ConnectionRefused));
    let clock = ManualClock::new();
    FIVE.call(Method::GET)
        .retry_checked(refused)
        .timer(&clock)
        .call()
        .expect_err("refused");
    assert_eq!(clock.waits(), secs([1; 4]));
    let changed = FIVE.attempts(2);
    assert_eq!(changed.delays().count(), 1);
}

#[test]
fn policies_are_small_and_calls_smaller() {
    assert!(
        size_of::<HttpPolicy>() <= 320,
        "{}",
        size_of::<HttpPolicy>()
    );
    assert!(size_of::<retry_core::http::Call<'_>>() <= 16);
    assert_eq!(size_of::<HttpError>(), size_of::<usize>());
    assert!(size_of::<InvalidPolicy>() <= 24);
}

#[test]
fn settings_read_a_policy_back_and_name_what_they_refuse() {
    const OWN: HttpPolicy = HttpPolicy::urllib3(3, 0.5, [500, 503])
        .any_method_statuses([429])
        .methods(&[Method::GET, Method::POST])
        .make_keys(true)
        .no_redirects();
    assert_eq!(HttpPolicy::try_from(HttpSettings::from(OWN)), Ok(OWN));
    assert_eq!(HttpPolicy::try_from(HttpSettings::default()), Ok(HTTP));
    assert_eq!(HttpPolicy::default(), HTTP);

    let ok = HttpSettings::default;
    let method = |name: &str| Method::from_bytes(name.as_bytes()).expect("a method");
    let rows = [
        (
            HttpSettings {
                statuses: vec![503, 99],
                ..ok()
            },
            "`statuses` is 99: write statuses from 100 to 599",
        ),
        (
            HttpSettings {
                any_method_statuses: vec![600],
                ..ok()
            },
            "`any_method_statuses` is 600: write statuses from 100 to 599",
        ),
        (
            HttpSettings {
                hinted_statuses: vec![u16::MAX],
                ..ok()
            },
            "`hinted_statuses` is 65535: write statuses from 100 to 599",
        ),
        (
            HttpSettings {
                methods: vec![Method::GET, method("PROPFIND")],
                ..ok()
            },
            "`methods` is PROPFIND: write GET, HEAD",
        ),
        (
            HttpSettings {
                methods: vec![method("AN-EXTREMELY-LONG-NAME-OF-A-METHOD")],
                ..ok()
            },
            "`methods` is AN-EXTREMELY-LONG-NA: write GET, HEAD",
        ),
        (
            HttpSettings {
                policy: Settings {
                    attempts: Attempts::Limited(0),
                    ..Settings::default()
                },
                ..ok()
            },
            "`attempts` is 0: write 1 or more",
        ),
    ];
    for (settings, message) in rows {
        let refused = HttpPolicy::try_from(settings).expect_err(message);
        assert!(refused.to_string().starts_with(message), "{refused}");
        assert!(message.contains(&format!("`{}`", refused.field())));
    }
}

#[test]
fn constructors_panic_with_the_reason() {
    type Build = fn() -> HttpPolicy;
    let rows: [(Build, &str); 7] = [
        (|| HTTP.statuses([99]), "not from 100 to 599"),
        (|| HTTP.any_method_statuses([600]), "not from 100 to 599"),
        (|| HTTP.hinted_statuses([0]), "not from 100 to 599"),
        (
            || HTTP.methods(&[Method::from_bytes(b"PROPFIND").expect("a method")]),
            "not a standard method",
        ),
        (|| HttpPolicy::urllib3(3, -0.1, []), "`backoff_factor`"),
        (|| HttpPolicy::urllib3(3, f64::NAN, []), "`backoff_factor`"),
        (
            || HttpPolicy::urllib3(3, f64::INFINITY, []),
            "`backoff_factor`",
        ),
    ];
    for (build, reason) in rows {
        let message = panic_message(build);
        assert!(
            message.contains(reason),
            "{reason:?} is missing in {message:?}"
        );
    }
}

#[test]
fn a_range_of_statuses_replaces_those_before() {
    let codes = |policy: HttpPolicy| HttpSettings::from(policy).statuses;
    let all: Vec<u16> = (500..=599).collect();
    assert_eq!(codes(HTTP.statuses_in(500..=599)), all);
    assert_eq!(codes(HTTP.statuses([429]).statuses_in(500..=500)), [500]);
    assert_eq!(codes(HTTP.statuses_in(500..=599).statuses([429])), [429]);
    assert_eq!(codes(HTTP.statuses_in(100..=599)).len(), 500);
    let rows = [
        (99..=200, "a status is not from 100 to 599"),
        (500..=600, "a status is not from 100 to 599"),
        (0..=u16::MAX, "a status is not from 100 to 599"),
        (
            RangeInclusive::new(599, 500),
            "a range of statuses ends before it begins",
        ),
    ];
    for (range, reason) in rows {
        let message = panic_message(|| HTTP.statuses_in(range.clone()));
        assert!(message.contains(reason), "{range:?}: {message}");
    }
}

#[test]
fn a_policy_shows_its_bounds_and_its_lists() {
    const LISTS: &str = "statuses: {408, 425, 429, 500, 502..=504, 520..=524, 529}, \
        any_method_statuses: {429, 430}, hinted_statuses: {}, \
        methods: {GET, HEAD, OPTIONS, TRACE, PUT, DELETE}, hints: All";
    assert_eq!(HTTP.worst_case(), Some(SECOND * 3 / 10));
    assert_eq!(HTTP.preview(), Policy::new().preview());
    let shown = format!("{:?}", HTTP.any_method_statuses([429, 430]));
    assert!(shown.contains(LISTS), "{shown}");
}
