//! A run that is put off, stored and resumed is the run that would have waited in place.

use proptest::{collection::vec, option, prelude::*};
use retry_core::{Attempts, BackoffKind, Driver, Settings, Step};
use retry_tests::JITTERS;

use super::*;

/// An attempt of a run: what is said of its outcome, how long it runs, and how late it begins after a stored wait.
type AttemptMade = (Verdict, Duration, Duration);

fn millis(range: std::ops::Range<u64>) -> impl Strategy<Value = Duration> {
    range.prop_map(Duration::from_millis)
}

fn policies() -> impl Strategy<Value = Policy> {
    let jitters = prop::sample::select([&[Jitter::None], &JITTERS[..]].concat());
    let kinds = prop::sample::select(vec![
        BackoffKind::Exponential,
        BackoffKind::Constant,
        BackoffKind::Linear,
        BackoffKind::Fibonacci,
    ]);
    (
        (1_u32..9, any::<bool>(), millis(0..3000), kinds, jitters),
        option::of(millis(1..60_000)),
        option::of(millis(1..5000)),
        millis(0..9000),
        option::of(millis(0..4000)),
        option::weighted(0.2, any::<u64>()),
        any::<bool>(),
    )
        .prop_map(
            |(
                shape,
                deadline,
                reset_after,
                max_retry_after,
                throttled_delay,
                seed,
                exact_hints,
            )| {
                let (attempts, fast_first, first, kind, jitter) = shape;
                let settings = Settings {
                    attempts: Attempts::Limited(attempts),
                    backoff: Some(first),
                    kind,
                    fast_first,
                    jitter,
                    deadline,
                    reset_after,
                    max_retry_after,
                    exact_hints,
                    throttled_delay,
                    seed,
                    ..Settings::default()
                };
                settings.clamped()
            },
        )
}

fn histories() -> impl Strategy<Value = Vec<AttemptMade>> {
    let verdict = prop_oneof![
        8 => Just(Verdict::Retry),
        2 => millis(0..9000).prop_map(Verdict::RetryAfter),
        2 => option::of(millis(0..9000)).prop_map(Verdict::Throttled),
        1 => Just(Verdict::Stop),
    ];
    vec((verdict, millis(0..6000), millis(0..3000)), 1..16)
}

fn patience() -> impl Strategy<Value = Duration> {
    prop_oneof![Just(ZERO), Just(Duration::MAX), millis(0..9000)]
}

/// The whole millisecond at this time or after it. The clocks of these runs have no finer ticks.
fn tick(time: Duration) -> Duration {
    let millis = time.as_nanos().div_ceil(1_000_000);
    Duration::from_millis(u64::try_from(millis).expect("it fits"))
}

fn stored_and_read(later: Later) -> Later {
    let stored = serde_json::to_string(&later).expect("JSON");
    serde_json::from_str(&stored).expect("it was written just now")
}

/// Makes both runs side by side, and compares each step. Returns how many waits were in place and in the queue, and
/// whether there was an end.
fn compare(
    policy: &Policy,
    seed: u64,
    history: &[AttemptMade],
    patience: Duration,
) -> (u32, u32, bool) {
    let mut driver = Driver::new();
    let mut later = Later::new(START, seed);
    let (mut here, mut queued) = (0, 0);
    let mut now = START;
    for (verdict, ran, late) in history.iter().copied() {
        now += ran;
        let failure = Failure::new(verdict).ran(ran);
        let next = policy.defer(&mut later, failure, patience, now);
        // The seed of a reset is derived, and not drawn: this run draws the same.
        let seed = later.seed();
        let step = driver.step(policy, failure.elapsed(now - START), &mut || seed, None);
        assert_eq!(later.attempt(), driver.attempt());
        assert_eq!(
            later.hop(),
            queued + u32::from(matches!(next, Next::Later(_)))
        );
        match (step, next) {
            (Step::Wait(wait), Next::Here(same)) => {
                assert_eq!(wait, same);
                assert!(wait <= patience);
                now = tick(now + wait);
                here += 1;
            }
            (Step::Wait(wait), Next::Later(due)) => {
                assert_eq!(due, tick(now + wait));
                assert!(wait > patience);
                now = due + late;
                queued += 1;
            }
            (Step::Stop(reason), Next::Stop(same)) => {
                assert_eq!(reason, same);
                return (here, queued, true);
            }
            (step, next) => panic!("{step:?}, and {next:?}"),
        }
        later = stored_and_read(later);
        match policy.wake(&mut later, patience, now) {
            Ok(attempt) => assert_eq!(attempt.number(), driver.attempt()),
            // Only a run that waits longer than it was to learns of the deadline here.
            Err(next) => {
                assert_eq!(next, Next::Stop(StopReason::Deadline));
                let deadline = Settings::from(*policy).deadline.expect("there is one");
                assert!(now - later.start() >= deadline);
                return (here, queued, true);
            }
        }
    }
    (here, queued, false)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn deferred_runs_equal_uninterrupted_ones(
        policy in policies(),
        seed in any::<u64>(),
        history in histories(),
        patience in patience(),
    ) {
        compare(&policy, seed, &history, patience);
    }

    #[test]
    fn patience_changes_where_a_run_waits_and_nothing_else(
        policy in policies(),
        seed in any::<u64>(),
        history in histories(),
        patience in patience(),
    ) {
        // Without late deliveries, which only stored waits have.
        let punctual: Vec<_> = history.iter().map(|(verdict, ran, _)| (*verdict, *ran, ZERO)).collect();
        let (here, queued, has_ended) = compare(&policy.seed(seed), seed, &punctual, patience);
        let (all_here, none, ends) = compare(&policy.seed(seed), seed, &punctual, Duration::MAX);
        prop_assert_eq!((here + queued, has_ended), (all_here, ends));
        prop_assert_eq!(none, 0);
    }
}

#[test]
fn the_runs_that_are_compared_are_of_all_kinds() {
    // Three attempts that are stored, of which the second resets the run, and an end.
    let policy = EXACT
        .jitter(Jitter::Full)
        .reset_after(SECOND * 5)
        .attempts(3);
    let retry = |ran| (Verdict::Retry, ran, SECOND);
    let history = [
        retry(ZERO),
        retry(SECOND * 5),
        retry(ZERO),
        retry(ZERO),
        retry(ZERO),
    ];
    assert_eq!(compare(&policy, 7, &history, ZERO), (0, 3, true));
    assert_eq!(compare(&policy, 7, &history, Duration::MAX), (3, 0, true));
}
