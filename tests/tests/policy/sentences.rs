//! What a policy looks like as text.

use std::time::Duration;

use retry_core::{Backoff, Budget, Jitter, Policy, Settings};
use retry_tests::{HOUR, MINUTE, NANO, SECOND};

const MILLI: Duration = Duration::from_millis(1);

static UNNAMED: Budget = Budget::new();
static UPSTREAM: Budget = Budget::grpc().named("upstream");

#[test]
fn a_policy_is_a_sentence() {
    let new = Policy::new();
    let exact = new.jitter(Jitter::None);
    let backoff = |backoff| exact.backoff(backoff);
    let rows = [
        (
            new,
            "up to 3 attempts; 100 ms doubled up to 30 s, full jitter",
        ),
        (
            new.attempts(5).max_delay(SECOND * 10).deadline(SECOND * 30),
            "up to 5 attempts; 100 ms doubled up to 10 s, full jitter; stops after 30 s",
        ),
        (new.attempts(1).deadline(SECOND), "1 attempt, no retry"),
        (new.retries(0).seed(4), "1 attempt, no retry"),
        (
            new.unlimited().deadline(MINUTE * 2),
            "unlimited attempts; 100 ms doubled up to 30 s, full jitter; stops after 2 min",
        ),
        // Kinds of backoff, and factors.
        (
            backoff(Backoff::constant(MILLI * 1500)),
            "up to 3 attempts; 1.5 s each time, no jitter",
        ),
        (
            backoff(Backoff::constant(Duration::ZERO)),
            "up to 3 attempts; without delay",
        ),
        (
            backoff(Backoff::exponential(Duration::ZERO)),
            "up to 3 attempts; without delay",
        ),
        (
            backoff(Backoff::linear(MILLI * 250)),
            "up to 3 attempts; 250 ms growing by 250 ms up to 30 s, no jitter",
        ),
        (
            backoff(Backoff::fibonacci(SECOND)),
            "up to 3 attempts; 1 s growing like the Fibonacci numbers up to 30 s, no jitter",
        ),
        (
            exact.factor(3.0),
            "up to 3 attempts; 100 ms times 3 up to 30 s, no jitter",
        ),
        (
            exact.factor(1.5),
            "up to 3 attempts; 100 ms times 1.5 up to 30 s, no jitter",
        ),
        (
            exact.factor(1.0),
            "up to 3 attempts; 100 ms each time, no jitter",
        ),
        (
            exact.factor(0.5),
            "up to 3 attempts; 100 ms times 0.5, no jitter",
        ),
        (
            exact.factor(0.5).max_delay(MILLI * 50),
            "up to 3 attempts; 100 ms times 0.5 up to 50 ms, no jitter",
        ),
        // Caps.
        (
            exact.max_delay(MILLI * 50),
            "up to 3 attempts; 50 ms each time, no jitter",
        ),
        (
            backoff(Backoff::linear(MINUTE)),
            "up to 3 attempts; 1 min each time, no jitter",
        ),
        (
            exact.max_delay(Duration::MAX),
            "up to 3 attempts; 100 ms doubled, no jitter",
        ),
        (
            backoff(Backoff::constant(Duration::MAX)),
            "up to 3 attempts; 584 years each time, no jitter",
        ),
        // The first retry at once.
        (
            backoff(Backoff::exponential(SECOND).fast_first()),
            "up to 3 attempts; at once, then 2 s doubled up to 30 s, no jitter",
        ),
        (
            backoff(Backoff::linear(SECOND).fast_first()),
            "up to 3 attempts; at once, then 2 s growing by 1 s up to 30 s, no jitter",
        ),
        (
            backoff(Backoff::constant(SECOND).fast_first()),
            "up to 3 attempts; at once, then 1 s each time, no jitter",
        ),
        (
            backoff(Backoff::constant(Duration::ZERO).fast_first()),
            "up to 3 attempts; without delay",
        ),
        // Jitter.
        (
            new.jitter(Jitter::Equal),
            "up to 3 attempts; 100 ms doubled up to 30 s, equal jitter",
        ),
        (
            new.jitter(Jitter::Ratio(0.25)),
            "up to 3 attempts; 100 ms doubled up to 30 s, 25 % jitter",
        ),
        (
            new.jitter(Jitter::Ratio(0.07)),
            "up to 3 attempts; 100 ms doubled up to 30 s, 7 % jitter",
        ),
        (
            new.jitter(Jitter::Ratio(0.125)),
            "up to 3 attempts; 100 ms doubled up to 30 s, 12.5 % jitter",
        ),
        (
            new.jitter(Jitter::Ratio(1e-9)),
            "up to 3 attempts; 100 ms doubled up to 30 s, 0.01 % jitter",
        ),
        (
            new.jitter(Jitter::Decorrelated).factor(7.0),
            "up to 3 attempts; from 100 ms to 30 s, decorrelated jitter",
        ),
        (
            new.jitter(Jitter::Decorrelated).max_delay(Duration::MAX),
            "up to 3 attempts; from 100 ms, decorrelated jitter",
        ),
        // Hints.
        (
            exact.max_retry_after(MINUTE * 5),
            "up to 3 attempts; 100 ms doubled up to 30 s, no jitter; hints up to 5 min",
        ),
        (
            exact.exact_hints(),
            "up to 3 attempts; 100 ms doubled up to 30 s, no jitter; exact hints",
        ),
        (
            exact.exact_hints().max_retry_after(HOUR),
            "up to 3 attempts; 100 ms doubled up to 30 s, no jitter; exact hints up to 1 h",
        ),
        (
            exact.max_retry_after(Duration::MAX),
            "up to 3 attempts; 100 ms doubled up to 30 s, no jitter; hints of any length",
        ),
        // Other runs.
        (
            exact.budget(&UNNAMED).deadline(SECOND),
            "up to 3 attempts; 100 ms doubled up to 30 s, no jitter; stops after 1 s; retries paid from a budget",
        ),
        (
            exact.suppress_nested().budget(&UPSTREAM).seed(7),
            "up to 3 attempts; 100 ms doubled up to 30 s, no jitter; retries paid from the budget `upstream`; \
             no retries inside of its attempts; seed 7",
        ),
        (
            new.attempts(1).budget(&UPSTREAM).suppress_nested(),
            "1 attempt, no retry; no retries inside of its attempts",
        ),
        // The rest.
        (
            exact.deadline(Duration::MAX),
            "up to 3 attempts; 100 ms doubled up to 30 s, no jitter",
        ),
        (
            new.attempts(9)
                .backoff(Backoff::exponential(MILLI * 50))
                .max_delay(SECOND * 20)
                .throttled_delay(SECOND)
                .exact_hints()
                .reset_after(MINUTE)
                .deadline(HOUR * 24)
                .seed(7),
            "up to 9 attempts; 50 ms doubled up to 20 s, full jitter; from 1 s when throttled; exact hints; \
             starts over when an attempt ran for 1 min; stops after 1 d; seed 7",
        ),
    ];
    for (policy, sentence) in rows {
        assert_eq!(policy.to_string(), sentence);
    }
}

#[test]
fn times_are_written_as_people_write_them() {
    let rows = [
        (Duration::ZERO, "0 s"),
        (NANO, "1 ns"),
        (NANO * 1500, "1.5 us"),
        (NANO * 1_234_567, "1.234567 ms"),
        (MILLI * 999, "999 ms"),
        (SECOND, "1 s"),
        (MILLI * 1010, "1.01 s"),
        (SECOND + NANO, "1.000000001 s"),
        (SECOND * 59, "59 s"),
        (MINUTE, "1 min"),
        (SECOND * 90, "90 s"),
        (MINUTE * 90, "90 min"),
        (HOUR * 2, "2 h"),
        (HOUR * 48, "2 d"),
        (HOUR * 49, "49 h"),
        (Duration::from_secs(18_446_744_073), "18446744073 s"),
        (
            Duration::from_nanos(u64::MAX - 2),
            "18446744073.709551613 s",
        ),
    ];
    for (time, text) in rows {
        let policy = Policy::new().deadline(time).to_string();
        assert!(
            policy.ends_with(&format!("; stops after {text}")),
            "{policy}"
        );
    }
}

#[test]
fn debug_shows_values_and_no_internals() {
    let policy = Policy::new().seed(7);
    let backoff = Backoff::exponential(SECOND)
        .factor(1.5)
        .max_delay(SECOND * 9);
    assert_eq!(
        format!("{backoff:?}"),
        "Backoff { kind: Exponential, first: 1s, factor: 1.5, fast_first: false, max_delay: 9s }"
    );
    assert_eq!(
        format!("{:?}", Backoff::linear(SECOND).fast_first()),
        "Backoff { kind: Linear, first: 1s, fast_first: true, max_delay: 30s }"
    );
    let shown = "attempts: Limited(3), backoff: None, kind: Exponential, factor: None, fast_first: false, \
                 max_delay: None, jitter: Full, deadline: None, reset_after: None, max_retry_after: 60s, \
                 exact_hints: false, throttled_delay: None, seed: Some(7) }";
    assert_eq!(format!("{policy:?}"), format!("Policy {{ {shown}"));
    let settings = Settings::from(policy);
    assert_eq!(format!("{settings:?}"), format!("Settings {{ {shown}"));
    let mut delays = policy.delays();
    delays.next();
    assert_eq!(
        format!("{delays:?}"),
        format!("Delays {{ policy: {policy:?}, seed: 7, retry: 2 }}")
    );
    assert_eq!(
        format!("{:?}", backoff.into_iter()),
        format!("NominalDelays {{ backoff: {backoff:?}, retry: 1 }}")
    );
}

#[test]
fn debug_also_shows_what_is_not_a_setting() {
    let plain = format!("{:?}", Policy::new());
    let fields = plain.strip_suffix(" }").unwrap();
    let both = Policy::new().suppress_nested().budget(&UPSTREAM);
    assert_eq!(
        format!("{both:?}"),
        format!(
            "{fields}, budget: Budget {{ name: \"upstream\", capacity: 10.0, available: 10.0, .. }}, \
             suppress_nested: true }}"
        )
    );
    #[cfg(feature = "tracing")]
    assert_eq!(
        format!(
            "{:?}",
            Policy::new()
                .attempt_spans()
                .retry_level(tracing::Level::INFO)
        ),
        format!("{fields}, attempt_spans: true, retry_level: Info }}")
    );
    #[cfg(feature = "metrics")]
    assert_eq!(
        format!("{:?}", Policy::new().record_duration()),
        format!("{fields}, record_duration: true }}")
    );
}

#[test]
fn settings_lose_what_is_not_a_setting() {
    let policy = Policy::new().seed(7).suppress_nested().budget(&UPSTREAM);
    let again = Policy::try_from(Settings::from(policy)).unwrap();
    assert_eq!(again, Policy::new().seed(7));
}

#[test]
fn debug_of_the_longest_times_shows_no_marker() {
    let policy = Policy::new()
        .unlimited()
        .max_delay(Duration::MAX)
        .deadline(Duration::MAX)
        .max_retry_after(Duration::MAX);
    for text in [
        format!("{policy:?} {policy}"),
        format!("{:?}", policy.delays_with(7)),
        format!("{:?}", Settings::from(policy)),
        format!("{:?}", Policy::new()),
    ] {
        assert!(!text.contains("18446744073709551"), "{text}");
        assert!(!text.contains("4294967295"), "{text}");
    }
}
