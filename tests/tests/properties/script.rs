use std::time::Duration;

use proptest::{collection::vec, prelude::*};
use retry_core::{Attempts, BackoffKind, Budget, Jitter, Policy, Settings, Verdict};

/// A policy, and what happens to a run under it.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    pub(crate) settings: Settings,
    pub(crate) bucket: Option<Bucket>,
    /// The nominal delays that replace the backoff, in the forms that are asked for it.
    pub(crate) schedule: Vec<Duration>,
    /// What the clock gives as the seed of the first run, of the second, and so on.
    pub(crate) entropy: u64,
    /// The attempts that fail, or are accepted early. One more succeeds.
    pub(crate) history: Vec<Step>,
}

/// One attempt: how long it runs, the verdict on its error (`None` is a success), and how often it is
/// pending before, if it is a future.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) ran: Duration,
    pub(crate) verdict: Option<Verdict>,
    pub(crate) pending: u8,
}

/// A budget that is a bucket, in whole tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bucket {
    pub(crate) capacity: u32,
    pub(crate) retry: u32,
    pub(crate) throttled: u32,
}

impl Script {
    pub(crate) fn policy(&self) -> Policy {
        Policy::try_from(self.settings).expect("settings that are valid")
    }

    /// The attempt with this number in the run, from 0.
    pub(crate) fn step(&self, call: usize) -> Step {
        const SUCCESS: Step = Step {
            ran: Duration::ZERO,
            verdict: None,
            pending: 0,
        };
        self.history.get(call).copied().unwrap_or(SUCCESS)
    }
}

impl Bucket {
    pub(crate) fn budget(self) -> Budget {
        Budget::bucket(self.capacity)
            .retry_cost(self.retry.into())
            .throttled_cost(self.throttled.into())
    }
}

const SECOND: u64 = 1_000_000_000;

/// A duration up to so many seconds: often a whole number of them, so that limits are met exactly.
fn up_to(seconds: u64) -> impl Strategy<Value = Duration> + Clone {
    prop_oneof![
        2 => (0..=seconds).prop_map(Duration::from_secs),
        1 => (0..=seconds * SECOND).prop_map(Duration::from_nanos),
        1 => (0..10_u64).prop_map(Duration::from_nanos),
    ]
}

fn verdict() -> impl Strategy<Value = Verdict> + Clone {
    prop_oneof![
        10 => Just(Verdict::Retry),
        3 => up_to(20).prop_map(Verdict::RetryAfter),
        3 => prop::option::of(up_to(20)).prop_map(Verdict::Throttled),
        1 => Just(Verdict::Stop),
        1 => Just(Verdict::Accept),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let ran = prop_oneof![2 => Just(Duration::ZERO), 3 => up_to(3), 1 => up_to(10)];
    let verdict = prop_oneof![1 => Just(None), 15 => verdict().prop_map(Some)];
    (ran, verdict, 0..3_u8).prop_map(|(ran, verdict, pending)| Step {
        ran,
        verdict,
        pending,
    })
}

fn kind() -> impl Strategy<Value = (BackoffKind, Option<f64>)> {
    prop_oneof![
        Just((BackoffKind::Constant, None)),
        Just((BackoffKind::Linear, None)),
        Just((BackoffKind::Fibonacci, None)),
        prop::sample::select(vec![None, Some(1.0), Some(1.5), Some(3.0), Some(0.5)])
            .prop_map(|factor| (BackoffKind::Exponential, factor)),
    ]
}

fn jitter() -> impl Strategy<Value = Jitter> {
    prop_oneof![
        Just(Jitter::None),
        Just(Jitter::Full),
        Just(Jitter::Equal),
        prop::sample::select(vec![0.25, 0.5, 1.0]).prop_map(Jitter::Ratio),
        Just(Jitter::Decorrelated),
    ]
}

fn settings() -> impl Strategy<Value = Settings> {
    let attempts = prop_oneof![
        6 => (1..=8_u32).prop_map(Attempts::Limited),
        1 => Just(Attempts::Unlimited),
    ];
    let limits = (
        prop::option::of(up_to(60)),
        prop::option::of(up_to(3)),
        up_to(20),
        prop::option::of(up_to(40)),
        prop::option::of(up_to(10)),
    );
    let others = (any::<bool>(), any::<bool>(), prop::option::of(any::<u64>()));
    (
        attempts,
        prop::option::of(up_to(10)),
        kind(),
        jitter(),
        limits,
        others,
    )
        .prop_map(
            |(attempts, backoff, (kind, factor), jitter, limits, others)| {
                let (deadline, reset_after, max_retry_after, max_delay, throttled_delay) = limits;
                let (fast_first, exact_hints, seed) = others;
                let settings = Settings {
                    attempts,
                    backoff,
                    kind,
                    factor,
                    fast_first,
                    max_delay,
                    jitter,
                    deadline,
                    reset_after,
                    max_retry_after,
                    exact_hints,
                    throttled_delay,
                    seed,
                };
                Settings::from(settings.clamped())
            },
        )
}

pub(crate) fn script() -> impl Strategy<Value = Script> {
    let bucket = (1..30_u32, 1..6_u32, 1..6_u32).prop_map(|(capacity, retry, throttled)| Bucket {
        capacity,
        retry,
        throttled,
    });
    (
        settings(),
        prop::option::of(bucket),
        vec(up_to(10), 0..8),
        any::<u64>(),
        vec(step(), 0..14),
    )
        .prop_map(|(settings, bucket, schedule, entropy, history)| Script {
            settings,
            bucket,
            schedule,
            entropy,
            history,
        })
}
