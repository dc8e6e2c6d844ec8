//! backoff: its default, its jitter and its hints.

use std::time::Duration;

use retry_core::{Backoff, Jitter, Policy, Verdict, retry, testing::ManualClock};

#[test]
fn backoff_starts_at_half_a_second_and_its_jitter_passes_the_cap() {
    use backoff::backoff::Backoff as _;
    let minute = Duration::from_secs(60);
    let mut theirs = backoff::ExponentialBackoff::default();
    assert_eq!(theirs.max_elapsed_time, Some(15 * minute));
    let ours = Policy::new()
        .unlimited()
        .backoff(Backoff::exponential(Duration::from_millis(500)).factor(1.5))
        .max_delay(minute)
        .jitter(Jitter::Ratio(0.5));
    let nominal = ours.jitter(Jitter::None).delays();
    for ((ours, nominal), n) in ours.delays_with(7).zip(nominal).zip(0..500) {
        let theirs = theirs.next_backoff().expect("no time has passed");
        // Theirs is in floating point.
        let range =
            nominal / 2 - Duration::from_micros(1)..=nominal * 3 / 2 + Duration::from_micros(1);
        assert!(range.contains(&theirs), "{n}: {theirs:?}");
        assert!(range.contains(&ours) && ours <= minute, "{n}: {ours:?}");
    }
    theirs.current_interval = minute;
    assert!((0..500).any(|_| theirs.next_backoff() > Some(minute)));
}

#[test]
fn backoff_waits_for_a_hint_past_its_limit() {
    let hint = Duration::from_millis(1);
    let policy = backoff::ExponentialBackoff {
        max_elapsed_time: Some(Duration::ZERO),
        ..backoff::ExponentialBackoff::default()
    };
    let mut calls = 0;
    let theirs = backoff::retry(policy, || {
        calls += 1;
        Err::<(), _>(match calls {
            9 => backoff::Error::permanent("gone"),
            _ => backoff::Error::retry_after("busy", Duration::ZERO),
        })
    });
    assert!(matches!(theirs, Err(backoff::Error::Permanent("gone"))));
    assert_eq!(calls, 9);

    let clock = ManualClock::new();
    let run = retry(|| Err::<(), _>("busy")).unlimited().deadline(hint);
    let run = run.on(|_| Verdict::RetryAfter(hint)).timer(&clock);
    assert_eq!((run.call(), clock.waits()), (Err("busy"), Vec::new()));
}
