use std::collections::BTreeMap;

use http::{HeaderMap, Method, StatusCode};
use retry_core::{
    http::{HttpError, HttpPolicy},
    testing::ManualClock,
};
use retry_tests::{headers, response};
use serde::Deserialize;

use crate::file::{Replay, durations};

/// Headers of a 503, and the delay that they ask for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HintCase {
    name: String,
    headers: BTreeMap<String, String>,
    seconds: Option<f64>,
}

/// Answers to a GET, and what urllib3 does about them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Urllib3Case {
    name: String,
    retries: u32,
    factor: f64,
    /// In seconds.
    max_backoff: Option<u64>,
    statuses: Vec<u16>,
    /// All of them are asked for, and no other.
    answers: Vec<Answer>,
    seconds: Vec<f64>,
    returns: Option<u16>,
    raises: Option<u16>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    status: u16,
    retry_after: Option<String>,
}

impl Replay for HintCase {
    fn replay(&self) {
        const HTTP: HttpPolicy = HttpPolicy::new();
        let lines: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let headers: HeaderMap = headers(&lines);
        let verdict = HTTP
            .call(Method::GET)
            .verdict(StatusCode::SERVICE_UNAVAILABLE, &headers);
        let asked = self.seconds.map(|seconds| durations(&[seconds])[0]);
        assert_eq!(verdict.hint(), asked, "{}", self.name);
    }
}

impl Urllib3Case {
    fn policy(&self) -> HttpPolicy {
        let (retries, factor) = (self.retries, self.factor);
        let policy = match self.statuses[..] {
            [a] => HttpPolicy::urllib3(retries, factor, [a]),
            [a, b, c, d] => HttpPolicy::urllib3(retries, factor, [a, b, c, d]),
            _ => panic!("{}: one status or four", self.name),
        };
        match self.max_backoff {
            Some(seconds) => policy.max_delay(std::time::Duration::from_secs(seconds)),
            None => policy,
        }
    }
}

impl Replay for Urllib3Case {
    fn replay(&self) {
        let name = &self.name;
        let clock = ManualClock::new();
        let mut answers = self.answers.iter();
        let result = self
            .policy()
            .call(Method::GET)
            .retry(|| {
                let answer = answers
                    .next()
                    .unwrap_or_else(|| panic!("{name}: a call too many"));
                let lines = answer
                    .retry_after
                    .as_deref()
                    .map(|value| ("retry-after", value));
                Ok::<_, HttpError>(response(answer.status, lines.as_slice()))
            })
            .timer(&clock)
            .call();
        assert!(answers.next().is_none(), "{name}: a call was not made");
        assert_eq!(clock.waits(), durations(&self.seconds), "{name}");
        let (returned, raised) = match result {
            Ok(response) => (Some(response.status().as_u16()), None),
            Err(error) => (None, error.status().map(|status| status.as_u16())),
        };
        assert_eq!((returned, raised), (self.returns, self.raises), "{name}");
    }
}
