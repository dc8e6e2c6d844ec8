//! Policies in configuration files: how they are read and written, and the message of a refusal.

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
        backoff: BackoffKind::Exponential,
        delay: Some(Duration::from_millis(250)),
        factor: Some(1.5),
        fast_first: true,
        max_delay: Some(SECOND * 90),
        jitter: Jitter::Ratio(0.25),
        deadline: Some(SECOND * 300),
        reset_after: None,
        max_retry_after: SECOND * 7200,
        exact_hints: true,
        seed: Some(u64::MAX),
    }
}

const FULL: &str = r#"
    attempts = 7
    backoff = "exponential"
    delay = "250ms"
    factor = 1.5
    fast_first = true
    max_delay = "90s"
    jitter = 0.25
    deadline = "5m"
    max_retry_after = "2h"
    exact_hints = true
    seed = "18446744073709551615"
"#;

#[test]
fn every_setting_is_read_and_written_in_toml_and_json() {
    let read: Settings = toml::from_str(FULL).expect("all allowed");
    assert_eq!(read, full());

    let toml = toml::to_string(&full()).expect("it can be written");
    assert!(toml.contains(r#"delay = "250ms""#), "{toml}");
    assert_eq!(toml::from_str::<Settings>(&toml), Ok(full()));

    let json = serde_json::to_string(&full()).expect("it can be written");
    assert!(json.contains(r#""deadline":"5m""#), "{json}");
    let read: Settings = serde_json::from_str(&json).expect("it can be read");
    assert_eq!(read, full());
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
        ("deadline", "30"),
        ("fast_first", "true"),
        ("seed", "9"),
        ("statuses", "429, 503"),
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
            deadline: Some(SECOND * 30),
            fast_first: true,
            seed: Some(9),
            ..Settings::default()
        },
        statuses: vec![429, 503],
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
    ] {
        let toml = toml::to_string(&policy).expect("it can be written");
        assert_eq!(toml::from_str(&toml), Ok(policy), "{toml}");
    }
    for policy in [
        HttpPolicy::new(),
        HttpPolicy::urllib3(3, 0.5, [503]).any_method_statuses([429]),
        HttpPolicy::new()
            .hints(Hints::Ignored)
            .methods(&[Method::POST])
            .make_keys(true),
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

#[test]
fn a_refused_setting_is_reported_with_field_value_and_what_is_allowed() {
    let rows = [
        ("attempts = 0", "`attempts` is 0: write 1 or more"),
        ("attempts = -3", "`attempts` is -3: write 1 or more"),
        (
            "attempts = \"all\"",
            "`attempts` is \"all\": write 1 or more",
        ),
        (
            "attempts = \"unlimited\"",
            "`attempts` is unlimited: unlimited attempts want an end",
        ),
        (
            "attempts = 5_000_000_000",
            "`attempts` is 5000000000: write 1",
        ),
        (
            "delay = \"250 parsecs\"",
            "`delay` is \"250 parsecs\": write a number with a unit",
        ),
        ("delay = -1", "`delay` is -1: write a number with a unit"),
        (
            "max_delay = \"-1s\"",
            "`max_delay` is \"-1s\": write a number",
        ),
        ("deadline = inf", "`deadline` is inf: write a number"),
        (
            "deadline = \"99999999999999999999h\"",
            "`deadline` is \"99999999999999999999h\"",
        ),
        (
            "reset_after = true",
            "`reset_after` is true: write a number",
        ),
        (
            "max_retry_after = [1]",
            "`max_retry_after` is [1]: write a number",
        ),
        (
            "factor = \"two\"",
            "`factor` is \"two\": write a finite number above 0",
        ),
        (
            "factor = nan",
            "`factor` is NaN: write a finite number above 0",
        ),
        (
            "backoff = \"cubic\"",
            "`backoff` is \"cubic\": write \"constant\"",
        ),
        (
            "jitter = \"some\"",
            "`jitter` is \"some\": write \"none\", \"full\"",
        ),
        (
            "jitter = 1.5",
            "`jitter` is 1.5: write a ratio above 0 and at most 1",
        ),
        ("seed = -1", "`seed` is -1: write an integer"),
        (
            "fast_first = \"often\"",
            "`fast_first` is \"often\": write true or false",
        ),
        ("exact_hints = 1", "`exact_hints` is 1: write true or false"),
        (
            "attempt = 3",
            "unknown setting `attempt`: there are `attempts`",
        ),
        (
            "statuses = [503, 99]",
            "`statuses` is 99: write statuses from 100 to 599",
        ),
        (
            "statuses = [70000]",
            "`statuses` is 70000: write statuses from 100 to 599",
        ),
        ("statuses = 503", "`statuses` is 503: write a list"),
        (
            "any_method_statuses = [\"x\"]",
            "`any_method_statuses` is \"x\": write statuses",
        ),
        (
            "hinted_statuses = [600]",
            "`hinted_statuses` is 600: write statuses",
        ),
        (
            "methods = [\"PROPFIND\"]",
            "`methods` is PROPFIND: write GET",
        ),
        ("methods = [7]", "`methods` is 7: write methods"),
        (
            "methods = [\"no method\"]",
            "`methods` is \"no method\": write methods",
        ),
        ("hints = \"some\"", "`hints` is \"some\": write \"all\""),
        ("make_keys = 0", "`make_keys` is 0: write true or false"),
    ];
    for (toml, message) in rows {
        let refused = toml::from_str::<HttpPolicy>(toml)
            .expect_err(toml)
            .to_string();
        assert!(
            refused.contains(message),
            "{message:?} is missing in {refused:?}"
        );
    }
    let refused = toml::from_str::<Policy>("statuses = [503]").expect_err("not of a plain policy");
    assert!(refused.to_string().contains("unknown setting `statuses`"));
}
