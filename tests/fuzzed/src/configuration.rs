use std::fmt::{Debug, Display};

use retry_core::{
    Budget, BudgetSettings, Policy, Settings,
    http::{HttpPolicy, HttpSettings},
};
use serde::{Serialize, de::DeserializeOwned};

/// How many delays are looked at.
const DELAYS: usize = 50;

/// Reads a configuration file in TOML and in JSON. What is read can be written and read again, and a policy
/// can be described and asked for its delays. What is refused is refused in words.
pub fn configuration(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    check::<Toml>(text);
    check::<Json>(text);
}

/// A format of files.
trait Format {
    type Error: Display;

    fn read<T: DeserializeOwned>(text: &str) -> Result<T, Self::Error>;
    fn write<T: Serialize>(value: &T) -> String;
}

struct Toml;

impl Format for Toml {
    type Error = toml::de::Error;

    fn read<T: DeserializeOwned>(text: &str) -> Result<T, Self::Error> {
        toml::from_str(text)
    }

    fn write<T: Serialize>(value: &T) -> String {
        toml::to_string(value).expect("it can be written")
    }
}

struct Json;

impl Format for Json {
    type Error = serde_json::Error;

    fn read<T: DeserializeOwned>(text: &str) -> Result<T, Self::Error> {
        serde_json::from_str(text)
    }

    fn write<T: Serialize>(value: &T) -> String {
        serde_json::to_string(value).expect("it can be written")
    }
}

fn check<F: Format>(text: &str) {
    let settings = read::<F, Settings>(text);
    let policy = read::<F, Policy>(text);
    if let Some(settings) = settings {
        // Settings that are out of range are still settings. A policy is not made of them.
        assert_eq!(Policy::try_from(settings).ok(), policy);
        check_policy(settings.clamped());
    }
    if let Some(policy) = policy {
        check_policy(policy);
    }
    let settings = read::<F, HttpSettings>(text);
    let policy = read::<F, HttpPolicy>(text);
    if let Some(settings) = settings {
        assert_eq!(HttpPolicy::try_from(settings).ok(), policy);
    }
    if let Ok(settings) = F::read::<BudgetSettings>(text)
        && Budget::try_from(settings).is_ok()
    {
        assert_eq!(read::<F, _>(text), Some(settings));
    }
}

/// Reads a value, and reads it again after it was written.
fn read<F: Format, T>(text: &str) -> Option<T>
where
    T: DeserializeOwned + Serialize + PartialEq + Debug,
{
    match F::read::<T>(text) {
        Ok(value) => {
            let written = F::write(&value);
            let again = F::read(&written).map_err(|error| error.to_string());
            assert_eq!(again.as_ref(), Ok(&value), "{written}");
            Some(value)
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            None
        }
    }
}

fn check_policy(policy: Policy) {
    let settings = Settings::from(policy);
    assert_eq!(Policy::try_from(settings), Ok(policy));
    let described = policy.to_string();
    assert!(!described.is_empty());
    let most = settings.max_delay;
    for delay in policy.delays().take(DELAYS) {
        assert!(
            most.is_none_or(|most| delay <= most),
            "{described}: {delay:?}"
        );
    }
    let _ = (policy.worst_case(), policy.preview().to_string());
    for _ in policy.preview().throttled().rows().take(DELAYS) {}
}
