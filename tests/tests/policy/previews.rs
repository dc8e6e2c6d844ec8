//! The bounds of delays before anything fails.

use std::time::Duration;

use proptest::prelude::*;
use retry_core::{
    Backoff, BackoffKind, Driver, Failure, Jitter, Policy, Settings, Step, Verdict,
    preview::PreviewRow,
};
use retry_tests::{JITTERS, MINUTE, NANO, SECOND, ZERO, millis, secs};

fn rows(policy: Policy, count: usize) -> Vec<PreviewRow> {
    policy.preview().rows().take(count).collect()
}

/// `[earliest, nominal, latest]` of the first rows, in milliseconds.
fn bounds(policy: Policy, count: usize) -> Vec<[u128; 3]> {
    let rows = rows(policy, count).into_iter();
    rows.map(|row| [row.earliest, row.nominal, row.latest].map(|time| time.as_millis()))
        .collect()
}

#[test]
fn each_jitter_has_the_bounds_of_its_row_in_the_table() {
    let policy = Policy::new()
        .attempts(9)
        .backoff(Backoff::exponential(SECOND).max_delay(SECOND * 5));
    let rows = [
        (Jitter::None, [[1000; 3], [2000; 3], [4000; 3], [5000; 3]]),
        (
            Jitter::Full,
            [
                [0, 1000, 1000],
                [0, 2000, 2000],
                [0, 4000, 4000],
                [0, 5000, 5000],
            ],
        ),
        (
            Jitter::Equal,
            [
                [500, 1000, 1000],
                [1000, 2000, 2000],
                [2000, 4000, 4000],
                [2500, 5000, 5000],
            ],
        ),
        (
            Jitter::Ratio(0.5),
            [
                [500, 1000, 1500],
                [1000, 2000, 3000],
                [2000, 4000, 5000],
                [2500, 5000, 5000],
            ],
        ),
        (
            Jitter::Decorrelated,
            [
                [1000, 1000, 3000],
                [1000, 2000, 5000],
                [1000, 4000, 5000],
                [1000, 5000, 5000],
            ],
        ),
    ];
    for (jitter, expected) in rows {
        assert_eq!(bounds(policy.jitter(jitter), 4), expected, "{jitter:?}");
    }
}

#[test]
fn rows_end_with_the_attempts_or_never() {
    let policy = Policy::new().jitter(Jitter::None);
    assert_eq!(rows(policy.attempts(1), 9), []);
    let four = rows(policy.attempts(5), 9);
    let totals: Vec<_> = four.iter().map(|row| row.total_latest).collect();
    assert_eq!(totals, millis([100, 300, 700, 1500]));
    let numbers: Vec<_> = four.iter().map(|row| row.retry).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    assert_eq!(rows(policy.unlimited(), 100_000).len(), 100_000);
    let mut twice = policy.attempts(3).preview().rows();
    assert_eq!(twice.by_ref().count(), 2);
    assert_eq!(twice.next(), None);
}

#[test]
fn totals_saturate() {
    let policy = Policy::new()
        .attempts(4)
        .backoff(Backoff::constant(Duration::MAX))
        .jitter(Jitter::Ratio(1.0));
    let last = rows(policy, 9)[2];
    assert!(last.total_latest >= last.latest);
    assert!(policy.worst_case() >= Some(last.latest));
    assert!(policy.preview().to_string().contains("584 years"));
}

#[test]
fn the_table_is_aligned_and_says_what_is_left() {
    let policy = Policy::new()
        .jitter(Jitter::None)
        .backoff(Backoff::exponential(SECOND).factor(1.5));
    assert_eq!(policy.attempts(1).preview().to_string(), "no retry");
    let table = policy.unlimited().deadline(MINUTE).preview().to_string();
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(
        lines[..5],
        [
            "retry    earliest     nominal      latest total, at most",
            "    1         1 s         1 s         1 s            1 s",
            "    2       1.5 s       1.5 s       1.5 s          2.5 s",
            "    3      2.25 s      2.25 s      2.25 s         4.75 s",
            "    4     3.375 s     3.375 s     3.375 s        8.125 s",
        ]
    );
    assert_eq!(
        lines[5],
        "    5     5.063 s     5.063 s     5.063 s       13.188 s"
    );
    assert!(
        lines[1..13].iter().all(|line| line.len() == lines[0].len()),
        "{table}"
    );
    assert_eq!(
        lines[13..],
        [
            "and so on, without end",
            "no wait ends 1 min after the start or later"
        ]
    );
    let table = |attempts| policy.attempts(attempts).preview().to_string();
    assert!(table(1000).ends_with("\nand 987 more"));
    assert_eq!(table(13).lines().count(), 13, "all twelve rows");
}

#[test]
fn the_worst_case_counts_every_class_and_ends_with_the_deadline() {
    let exact = Policy::new().jitter(Jitter::None);
    let unlimited = exact.unlimited();
    let rows = [
        (exact.attempts(1), Some(ZERO)),
        (exact.attempts(1).reset_after(SECOND), Some(ZERO)),
        (exact, Some(SECOND * 3 / 10)),
        (exact.jitter(Jitter::Full), Some(SECOND * 3 / 10)),
        (
            exact.attempts(2).jitter(Jitter::Ratio(0.5)),
            Some(SECOND * 15 / 100),
        ),
        (exact.throttled_delay(SECOND), Some(SECOND * 3)),
        (exact.throttled_delay(NANO), Some(SECOND * 3 / 10)),
        (
            exact
                .backoff(Backoff::exponential(SECOND).fast_first())
                .throttled_delay(NANO),
            Some(SECOND * 2 + NANO),
        ),
        (exact.attempts(10).deadline(SECOND), Some(SECOND)),
        (exact.deadline(MINUTE), Some(SECOND * 3 / 10)),
        (exact.reset_after(SECOND), None),
        (unlimited, None),
        (unlimited.reset_after(SECOND).deadline(MINUTE), None),
        (unlimited.deadline(MINUTE), Some(MINUTE)),
        (unlimited.deadline(Duration::ZERO), Some(ZERO)),
        (
            unlimited.backoff(Backoff::constant(ZERO)).deadline(MINUTE),
            Some(ZERO),
        ),
        // Halved until nothing is left: 1 s and 1 s more.
        (
            unlimited
                .backoff(Backoff::exponential(Duration::from_nanos(1 << 30)).factor(0.5))
                .deadline(MINUTE),
            Some(Duration::from_nanos(1 << 31)),
        ),
    ];
    for (policy, worst) in rows {
        assert_eq!(policy.worst_case(), worst, "{policy}");
    }
}

#[test]
fn a_great_many_retries_are_added_up_at_once() {
    let exact = Policy::new().jitter(Jitter::None).attempts(500_000_001);
    let retries = 500_000_000;
    let capped = exact.backoff(Backoff::constant(SECOND));
    assert_eq!(capped.worst_case(), Some(Duration::from_secs(retries)));
    // 1 + 2 + 4 + 8 + 16, and then 30 s each.
    let grown = exact.backoff(Backoff::exponential(SECOND));
    let expected = Duration::from_secs(31 + (retries - 5) * 30);
    assert_eq!(grown.worst_case(), Some(expected));
    // Still growing after 10,000: an upper bound.
    let slow = exact.backoff(Backoff::linear(NANO)).worst_case();
    assert!(slow >= Some(Duration::from_nanos(retries * 4)), "{slow:?}");
    assert!(slow <= Some(Duration::from_secs(retries * 30)), "{slow:?}");
}

#[test]
fn the_rows_of_throttled_failures_start_at_their_delay() {
    let policy = Policy::new().attempts(4).throttled_delay(SECOND);
    let latest = |preview: retry_core::preview::Preview| -> Vec<_> {
        preview.rows().map(|row| row.latest).collect()
    };
    assert_eq!(latest(policy.preview()), millis([100, 200, 400]));
    assert_eq!(latest(policy.preview().throttled()), secs([1, 2, 4]));
    let without = Policy::new().preview();
    assert!(without.throttled().rows().eq(without.rows()));
}

fn policies() -> impl Strategy<Value = Policy> {
    let first = prop_oneof![Just(0), 1_u64..2_000, 1_u64..40_000_000_000, Just(u64::MAX)];
    let first = first.prop_map(Duration::from_nanos);
    let other = proptest::option::of((0_u64..60_000_000_000).prop_map(Duration::from_nanos));
    let jitter = prop_oneof![
        proptest::sample::select(JITTERS.to_vec()),
        (0.001..=1.0_f64).prop_map(Jitter::Ratio)
    ];
    let kind = proptest::sample::select(vec![
        BackoffKind::Constant,
        BackoffKind::Linear,
        BackoffKind::Exponential,
        BackoffKind::Fibonacci,
    ]);
    let factor = proptest::option::of(prop_oneof![Just(1.0), Just(3.0), 0.01..4.0_f64]);
    let settings = (
        1_u32..60,
        first,
        kind,
        factor,
        any::<bool>(),
        other.clone(),
        jitter,
        other,
    );
    settings.prop_map(
        |(attempts, first, kind, factor, fast_first, max_delay, jitter, throttled_delay)| {
            let settings = Settings {
                attempts: attempts.into(),
                backoff: Some(first),
                kind,
                factor,
                fast_first,
                max_delay,
                jitter,
                throttled_delay,
                ..Settings::default()
            };
            settings.clamped()
        },
    )
}

proptest! {
    #[test]
    fn every_delay_is_within_its_row(policy in policies(), seed: u64) {
        let mut waited = ZERO;
        let rows = policy.preview().rows();
        prop_assert_eq!(rows.clone().count(), policy.delays_with(seed).count());
        for (delay, row) in policy.delays_with(seed).zip(rows) {
            prop_assert!(row.earliest <= delay && delay <= row.latest, "{delay:?}: {row:?}");
            waited = waited.saturating_add(delay).min(Duration::from_nanos(u64::MAX));
            prop_assert!(waited <= row.total_latest, "{waited:?}: {row:?}");
        }
        prop_assert!(Some(waited) <= policy.worst_case());
    }

    #[test]
    fn no_run_waits_longer_than_the_worst_case(
        policy in policies(),
        seed: u64,
        deadline in 0_u64..200_000_000_000,
        throttled in proptest::collection::vec(any::<bool>(), 60),
        is_unlimited: bool,
    ) {
        let limited = policy.deadline(Duration::from_nanos(deadline));
        let policy = if is_unlimited { limited.unlimited() } else { limited };
        let (mut driver, mut waited) = (Driver::new(), ZERO);
        for is_throttled in throttled {
            let verdict = if is_throttled { Verdict::Throttled(None) } else { Verdict::Retry };
            let failure = Failure::new(verdict).elapsed(waited);
            match driver.step(&policy, failure, &mut || seed, None) {
                Step::Wait(wait) => waited += wait,
                Step::Stop(_) => break,
            }
        }
        prop_assert!(Some(waited) <= policy.worst_case(), "{waited:?} {policy}");
    }

    #[test]
    fn a_sentence_is_made_of_every_policy(policy in policies()) {
        let sentence = policy.to_string();
        prop_assert!(!sentence.contains("18446744073709551615"), "{sentence}");
        prop_assert!(policy.preview().to_string().lines().count() <= 15);
    }
}
