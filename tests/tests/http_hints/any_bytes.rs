//! Headers with any bytes in them.

use std::time::Duration;

use http::{HeaderMap, Method};
use proptest::prelude::*;
use retry_core::{
    Driver, Failure, Jitter, Policy, Step, StopReason, Verdict,
    http::{HttpPolicy, RateLimit},
};
use retry_tests::{SECOND, headers, status};

/// The verdict and the step of a policy that accepts hints of at most a minute.
fn step(code: u16, headers: &HeaderMap) -> (Verdict, Step) {
    const POLICY: Policy = Policy::new().jitter(Jitter::Full).max_delay(SECOND);
    const HTTP: HttpPolicy = HttpPolicy::new().policy(POLICY);
    let verdict = HTTP.call(Method::GET).verdict(status(code), headers);
    let step = Driver::new().step(&POLICY, Failure::new(verdict), &mut || 7, None);
    (verdict, step)
}

fn value() -> impl Strategy<Value = Vec<u8>> {
    let bytes = prop::collection::vec(prop_oneof![0x20_u8..0x7f, 0x80_u8..=0xff], 0..60);
    let number = "[0-9]{1,40}".prop_map(String::into_bytes);
    let date = "(Sun|Monday|Tue)[, ]{1,2}[0-9]{1,3}[- ](Nov|Feb|Xxx)[- ][0-9]{2,5} [0-9]{2}:[0-9]{2}:[0-9]{2}( GMT)?"
        .prop_map(String::into_bytes);
    let limit = "\"?[a-z;,]{0,5}\"?;r=0?;t=[0-9]{0,25}(,\"b\";r=0;t=[0-9]{0,4})?"
        .prop_map(String::into_bytes);
    let decimal = "[-+\"]?[0-9]{0,25}[.]?[0-9]{0,25}(e3|s|ms|m[0-9]s| weeks?)?\"?"
        .prop_map(String::into_bytes);
    let iso = "[-+0-9]{4,7}-?[0-9]{2}-?[0-9]{2}[Tt ][0-9]{2}:?[0-9]{2}:?[0-9]{2}([.][0-9]{1,9})?(Z|[-+][0-9]{2}:?[0-9]{2})?"
        .prop_map(String::into_bytes);
    let zoned = "(Sun|Monday|Tue)[, ]{1,2}[0-9]{1,2}[- ](Nov|feb)[- ][0-9]{2,4} [0-9]{2}:[0-9]{2}:[0-9]{2} (UTC|[-+][0-9]{2}:?[0-9]{2})"
        .prop_map(String::into_bytes);
    let named =
        "(limit=5[,;] ?)?remaining=0?[,;] ?reset=[0-9]{0,25}s?".prop_map(String::into_bytes);
    let word = "true|false|,|\"".prop_map(String::into_bytes);
    prop_oneof![bytes, number, date, limit, decimal, iso, zoned, named, word]
}

proptest! {
    #[test]
    fn no_bytes_cause_a_panic_an_early_retry_or_an_unbounded_wait(
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
                    "x-ratelimit-reset-after",
                    "x-ratelimit-remaining-tokens",
                    "x-ratelimit-reset-tokens",
                    "anthropic-ratelimit-tokens-remaining",
                    "anthropic-ratelimit-tokens-reset",
                    "retry-after-ms",
                    "x-should-retry",
                    "date",
                    "age",
                ]),
                value(),
            ),
            0..6,
        ),
    ) {
        let lines: Vec<_> = lines.iter().map(|(name, value)| (*name, &value[..])).collect();
        let headers = headers(&lines);
        let _ = RateLimit::of(&headers);
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
            (None, Step::Stop(reason)) => {
                let is_told = headers.get_all("x-should-retry").iter().any(|value| value == "false");
                prop_assert!([200, 404].contains(&code) || is_told, "{reason:?}");
            }
        }
    }
}
