//! Policies in configuration files: how they are read and written, and the message of a refusal.

mod budgets;
mod refusals;

use std::{collections::BTreeMap, time::Duration};

use http::Method;
use proptest::prelude::*;
use retry_core::{
    Attempts, Backoff, BackoffKind, Jitter, Policy, Settings,
    http::{Hints, HttpPolicy, HttpSettings},
};
use retry_tests::SECOND;
use serde::{Deserialize, de::IntoDeserializer};

fn full() -> Settings {
    Settings {
        attempts: Attempts::Limited(7),
        backoff: Some(Duration::from_millis(250)),
        kind: BackoffKind::Exponential,
        factor: Some(1.5),
        fast_first: true,
        max_delay: Some(SECOND * 90),
        jitter: Jitter::Ratio(0.25),
        deadline: Some(SECOND * 300),
        reset_after: None,
        max_retry_after: SECOND * 7200,
        exact_hints: true,
        throttled_delay: Some(SECOND),
        seed: Some(u64::MAX),
    }
}

const FULL: &str = r#"
    attempts = 7
    backoff = { first = "250ms", factor = 1.5, fast_first = true }
    max_delay = "90s"
    jitter = 0.25
    deadline = "5m"
    max_retry_after = "2h"
    exact_hints = true
    throttled_delay = "1s"
    seed = "18446744073709551615"
"#;

#[test]
fn every_setting_is_read_and_written_in_toml_and_json() {
    let read: Settings = toml::from_str(FULL).expect("all allowed");
    assert_eq!(read, full());

    let toml = toml::to_string(&full()).expect("it can be written");
    assert!(toml.contains(r#"first = "250ms""#), "{toml}");
    assert_eq!(toml::from_str::<Settings>(&toml), Ok(full()));

    let json = serde_json::to_string(&full()).expect("it can be written");
    assert!(json.contains(r#""deadline":"5m""#), "{json}");
    let read: Settings = serde_json::from_str(&json).expect("it can be read");
    assert_eq!(read, full());
}

#[test]
fn a_factor_that_is_the_default_is_given_back() {
    let settings = Settings {
        factor: Some(2.0),
        ..Settings::default()
    };
    let policy = Policy::try_from(settings).expect("all allowed");
    assert_eq!(Settings::from(policy), settings);
}

#[test]
fn backoff_is_a_first_delay_or_a_map() {
    let read = |toml: &str| {
        toml::from_str::<Policy>(toml)
            .expect(toml)
            .jitter(Jitter::None)
    };
    let millis = [100, 200].map(Duration::from_millis);
    assert!(read("backoff = \"100ms\"").delays().eq(millis));
    assert!(
        read("backoff = \"100ms\"\nfactor = 3")
            .delays()
            .eq([1, 3].map(|n| millis[0] * n))
    );
    for toml in [
        "attempts = 4\nbackoff = { kind = \"linear\", first = \"1s\" }",
        "attempts = 4\nkind = \"linear\"\nbackoff = \"1s\"",
        "attempts = 4\n[backoff]\nkind = \"linear\"\nfirst = \"1s\"",
    ] {
        assert!(
            read(toml).delays().eq([1, 2, 3].map(|n| SECOND * n)),
            "{toml}"
        );
    }
    let fast = "backoff = { first = \"1s\", factor = 3.0, fast_first = true }";
    assert!(read(fast).delays().eq([0, 3].map(|n| SECOND * n)));
    let default = "backoff = { kind = \"constant\" }";
    assert!(read(default).delays().eq([millis[0]; 2]));
}

#[test]
fn settings_that_are_left_out_keep_their_defaults() {
    assert_eq!(toml::from_str(""), Ok(Policy::new()));
    assert_eq!(toml::from_str(""), Ok(HttpPolicy::new()));
    let nulls = r#"{ "deadline": null, "attempts": null }"#;
    let read: Settings = serde_json::from_str(nulls).expect("allowed");
    assert_eq!(read, Settings::default());
}

#[test]
fn every_setting_can_be_read_from_text_as_in_an_environment() {
    let variables = BTreeMap::from([
        ("attempts", "5"),
        ("jitter", "0.5"),
        ("factor", "3"),
        ("backoff", "1m30s"),
        ("kind", "exponential"),
        ("deadline", "30"),
        ("fast_first", "true"),
        ("seed", "9"),
        ("statuses", "429, 503, 520 ..= 522"),
        ("methods", "GET,HEAD"),
    ]);
    let read = HttpSettings::deserialize(
        IntoDeserializer::<serde::de::value::Error>::into_deserializer(variables),
    )
    .expect("all allowed");
    let expected = HttpSettings {
        policy: Settings {
            attempts: Attempts::Limited(5),
            jitter: Jitter::Ratio(0.5),
            factor: Some(3.0),
            backoff: Some(SECOND * 90),
            deadline: Some(SECOND * 30),
            fast_first: true,
            seed: Some(9),
            ..Settings::default()
        },
        statuses: vec![429, 503, 520, 521, 522],
        methods: vec![Method::GET, Method::HEAD],
        ..HttpSettings::default()
    };
    assert_eq!(read, expected);
}

#[test]
fn a_policy_that_is_written_and_read_is_the_same() {
    for policy in [
        Policy::new().attempts(5).deadline(SECOND * 3),
        Policy::new().unlimited().deadline(SECOND),
        Policy::new().reset_after(SECOND).jitter(Jitter::Equal),
        Policy::new().backoff(Backoff::fibonacci(SECOND)),
        Policy::new().backoff(Backoff::exponential(SECOND)),
        Policy::new().backoff(Backoff::linear(SECOND * 60).fast_first()),
        Policy::new().max_delay(SECOND / 20).factor(1.5),
        Policy::new().factor(2.0),
        Policy::new().backoff(
            Backoff::exponential(SECOND)
                .factor(3.0)
                .max_delay(SECOND * 9),
        ),
    ] {
        let toml = toml::to_string(&policy).expect("it can be written");
        assert_eq!(toml::from_str(&toml), Ok(policy), "{toml}");
    }
    for policy in [
        HttpPolicy::new(),
        HttpPolicy::urllib3(3, 0.5, [503]).any_method_statuses([429]),
        HttpPolicy::new().statuses_in(500..=599),
        HttpPolicy::new()
            .hints(Hints::Ignored)
            .methods(&[Method::POST])
            .make_keys(true)
            .no_redirects(),
    ] {
        let toml = toml::to_string(&policy).expect("it can be written");
        assert_eq!(toml::from_str(&toml), Ok(policy), "{toml}");
    }
}

#[test]
fn durations_are_numbers_of_seconds_or_with_a_unit() {
    let rows = [
        ("\"50ns\"", Duration::from_nanos(50)),
        ("\"250us\"", Duration::from_micros(250)),
        ("\"100ms\"", Duration::from_millis(100)),
        ("\"1.5s\"", Duration::from_millis(1500)),
        ("\" 5 m \"", SECOND * 300),
        ("\"2h\"", SECOND * 7200),
        (
            "\"0.1234567890123456789s\"",
            Duration::from_nanos(123_456_789),
        ),
        ("\"3\"", SECOND * 3),
        ("2", SECOND * 2),
        ("60", SECOND * 60),
        ("\"100s\"", SECOND * 100),
        ("100.0", SECOND * 100),
        ("\"1m30s\"", SECOND * 90),
        ("\"1d\"", SECOND * 86_400),
        (
            "\"2days 1h 5min 3sec 20ms\"",
            Duration::from_millis(176_703_020),
        ),
        ("0.25", Duration::from_millis(250)),
        ("\"0s\"", Duration::ZERO),
    ];
    for (text, duration) in rows {
        let read: Settings = toml::from_str(&format!("deadline = {text}")).expect(text);
        assert_eq!(read.deadline, Some(duration), "{text}");
    }
}

proptest! {
    #[test]
    fn any_duration_is_read_as_it_was_written(seconds: u64, nanos in 0_u32..1_000_000_000, zeros in 0_u32..10) {
        let nanos = nanos / 10_u32.pow(zeros) * 10_u32.pow(zeros);
        let duration = Duration::new(seconds, nanos);
        let settings = Settings { deadline: Some(duration), ..Settings::default() };
        let json = serde_json::to_string(&settings).expect("it can be written");
        let read: Settings = serde_json::from_str(&json).expect("it can be read");
        prop_assert_eq!(read.deadline, Some(duration), "{}", json);
    }

    #[test]
    fn no_text_makes_a_setting_panic(text in ".{0,30}", number in "[0-9.]{1,40}(ns|us|ms|s|m|h)?") {
        for text in [text, number] {
            let json = serde_json::json!({ "deadline": text, "jitter": text, "attempts": text });
            let _ = serde_json::from_value::<HttpPolicy>(json);
        }
    }
}
