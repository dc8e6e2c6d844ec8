//! How a run is written and read back, and the message of a refusal.

use serde::{Deserialize, Serialize};
use serde_json::{Value, from_value, json};

use super::*;

const STORED: &str =
    r#"{"version":1,"attempt":3,"hop":2,"seed":7,"start":1800000000123,"due":1800000060123}"#;

fn later() -> Later {
    Later::new(START, 7).resumed(3, 2, START + MINUTE)
}

fn read(stored: Value) -> Result<Later, String> {
    from_value(stored).map_err(|error| error.to_string())
}

/// The stored run with another value in a field, or without the field.
fn with(field: &str, value: Value) -> Value {
    let mut stored: Value = serde_json::from_str(STORED).expect("JSON");
    let fields = stored.as_object_mut().expect("a map");
    match value {
        Value::Null => fields.remove(field),
        value => fields.insert(field.to_owned(), value),
    };
    stored
}

#[test]
fn it_is_a_flat_map_of_integers() {
    assert_eq!(serde_json::to_string(&later()).expect("JSON"), STORED);
    assert_eq!(
        serde_json::from_str::<Later>(STORED).expect("it is whole"),
        later()
    );
    // In whatever order a database keeps the fields.
    let sorted =
        r#"{"due":1800000060123,"hop":2,"seed":7,"start":1800000000123,"attempt":3,"version":1}"#;
    assert_eq!(
        serde_json::from_str::<Later>(sorted).expect("it is whole"),
        later()
    );
}

#[test]
fn every_number_fits() {
    let widest = Later::new(Duration::MAX, u64::MAX).resumed(u32::MAX, u32::MAX, Duration::MAX);
    let stored = serde_json::to_string(&widest).expect("JSON");
    assert_eq!(
        serde_json::from_str::<Later>(&stored).expect("it is whole"),
        widest
    );
}

#[test]
fn other_formats_hold_it_too() {
    // TOML has no integers above `i64::MAX`, and the seeds that the crate draws need none.
    let begun = Later::begin();
    let stored = toml::to_string(&begun).expect("it can be written");
    assert_eq!(toml::from_str::<Later>(&stored), Ok(begun));

    let bytes = postcard::to_stdvec(&later()).expect("it can be written");
    assert_eq!(postcard::from_bytes::<Later>(&bytes), Ok(later()));
    let cut = postcard::from_bytes::<Later>(&bytes[..bytes.len() - 1]);
    assert!(cut.is_err());
}

#[test]
fn it_is_part_of_a_task() {
    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Nested {
        url: String,
        run: Later,
    }
    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Flat {
        url: String,
        #[serde(flatten)]
        run: Later,
    }
    let (url, run) = ("/tea".to_owned(), later());
    let nested = Nested {
        url: url.clone(),
        run,
    };
    let stored = serde_json::to_value(&nested).expect("JSON");
    assert_eq!(from_value::<Nested>(stored).expect("it is whole"), nested);
    let flat = Flat { url, run };
    let stored = serde_json::to_value(&flat).expect("JSON");
    assert_eq!(stored["hop"], 2);
    assert_eq!(from_value::<Flat>(stored).expect("it is whole"), flat);
}

#[test]
fn a_refusal_says_which_field_and_what_is_allowed() {
    let newer = "`version` is 2: this program reads version 1, so resume the run with the program that stored it";
    let fields = "there are `version`, `attempt`, `hop`, `seed`, `start`, `due`";
    let missing = |field| format!("`{field}` is missing: a stored run has all its fields");
    let number = |field, value, least| {
        format!("`{field}` is {value}: write an integer from {least} to 2^32 - 1")
    };
    let above = u64::from(u32::MAX) + 1;
    let rows = [
        (with("version", json!(2)), newer.to_owned()),
        (with("version", json!(0)), newer.replace("is 2", "is 0")),
        (with("version", Value::Null), missing("version")),
        (with("attempt", Value::Null), missing("attempt")),
        (with("hop", Value::Null), missing("hop")),
        (with("seed", Value::Null), missing("seed")),
        (with("start", Value::Null), missing("start")),
        (with("due", Value::Null), missing("due")),
        (json!({}), missing("version")),
        (with("attempt", json!(0)), number("attempt", 0, 1)),
        (with("attempt", json!(above)), number("attempt", above, 1)),
        (with("hop", json!(above)), number("hop", above, 0)),
        (
            with("root", json!("a")),
            format!("unknown setting `root`: {fields}"),
        ),
        (
            with("hop", json!(-1)),
            "invalid value: integer `-1`, expected u64".to_owned(),
        ),
        (
            with("due", json!("tomorrow")),
            "invalid type: string \"tomorrow\", expected u64".to_owned(),
        ),
        (
            json!(7),
            "invalid type: integer `7`, expected the map of a stored run".to_owned(),
        ),
    ];
    for (stored, message) in rows {
        assert_eq!(read(stored.clone()), Err(message), "{stored}");
    }
}

#[test]
fn a_newer_version_is_named_before_what_only_it_knows() {
    // The version first, in the middle and last.
    for stored in [
        r#"{"version":2,"attempt":"third","lane":[1]}"#,
        r#"{"lane":{"a":[null]},"version":2,"seed":1.5}"#,
        r#"{"due":1,"hop":2,"lane":"x","version":2}"#,
    ] {
        let refused = serde_json::from_str::<Later>(stored).expect_err("it is newer");
        let message = refused.to_string();
        assert!(
            message.starts_with("`version` is 2: this program reads version 1"),
            "{message}"
        );
    }
}

#[test]
fn no_bytes_cause_a_panic() {
    for end in 0..STORED.len() {
        assert!(serde_json::from_str::<Later>(&STORED[..end]).is_err());
    }
}
