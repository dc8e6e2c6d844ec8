//! Headers of any bytes.

use std::time::Duration;

use http::{HeaderMap, Method};
use proptest::prelude::*;
use retry_core::{Driver, Failure, Jitter, Policy, Step, StopReason, Verdict, http::HttpPolicy};
use retry_tests::{SECOND, headers, status};

/// What a policy that waits at most a minute for a server does about these headers.
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
    prop_oneof![bytes, number, date, limit]
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
                ]),
                value(),
            ),
            0..5,
        ),
    ) {
        let lines: Vec<_> = lines.iter().map(|(name, value)| (*name, &value[..])).collect();
        let headers = headers(&lines);
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
            (None, Step::Stop(reason)) => prop_assert!([200, 404].contains(&code), "{reason:?}"),
        }
    }
}
