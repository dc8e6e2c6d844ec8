//! The keys and their values.

use super::*;

/// The waits of a function that always fails.
macro_rules! waits {
    ($($args:tt)*) => {{
        #[retry($($args)*, timer = clock,)]
        fn fails(clock: &ManualClock) -> Option<()> {
            clock.advance(SECOND);
            None
        }
        let clock = ManualClock::new();
        assert_eq!(fails(&clock), None);
        clock.waits()
    }};
}

#[test]
fn number_literals_are_durations_in_seconds_or_with_a_unit() {
    assert_eq!(waits!(backoff = 100ms, jitter = none), millis([100, 200]));
    assert_eq!(waits!(backoff = 1.5s, jitter = none), millis([1500, 3000]));
    assert_eq!(waits!(backoff = 2, jitter = none), secs([2, 4]));
    assert_eq!(
        waits!(backoff = 5m, max_delay = 2h, jitter = none),
        secs([300, 600])
    );
    assert_eq!(
        waits!(backoff = 1m30s, max_delay = 1d, jitter = none),
        secs([90, 180])
    );
    assert_eq!(
        waits!(backoff = 1e3ms, factor = 3, jitter = none),
        secs([1, 3])
    );
    assert_eq!(waits!(jitter = none, attempts = 4), millis([100, 200, 400]));
}

#[test]
fn values_may_be_expressions() {
    let policy = Policy::new().jitter(Jitter::None);
    assert_eq!(policy.delays().count(), 2);
    assert_eq!(waits!(backoff = SECOND * 2, jitter = none), secs([2, 4]));
    assert_eq!(
        waits!(
            backoff = Backoff::linear(SECOND),
            jitter = Jitter::None,
            attempts = 2 + 2
        ),
        secs([1, 2, 3])
    );
    assert_eq!(
        waits!(schedule = secs([7, 9, 3]), jitter = none, attempts = 10),
        secs([7, 9, 3])
    );
    assert_eq!(
        waits!(
            max_delay = SECOND,
            backoff = Backoff::linear(SECOND),
            jitter = none
        ),
        secs([1, 1])
    );
}

#[test]
fn factor_max_delay_deadline_and_reset_after_are_obeyed() {
    assert_eq!(
        waits!(backoff = 1s, factor = 1.5, jitter = none, attempts = 4),
        millis([1000, 1500, 2250])
    );
    assert_eq!(
        waits!(backoff = 1s, max_delay = 3s, jitter = none, attempts = 5),
        secs([1, 2, 3, 3])
    );
    // Each attempt takes 1 s: after 1 + 1 + 1 + 2 + 1 = 6 s the next wait of 4 s would end at the
    // deadline.
    assert_eq!(
        waits!(backoff = 1s, deadline = 10s, jitter = none, attempts = 9),
        secs([1, 2])
    );
    assert_eq!(
        waits!(
            attempts = unlimited,
            backoff = 1s,
            deadline = 4s,
            jitter = none
        ),
        secs([1])
    );
    // Every attempt starts the run again, so that neither the attempts nor the delay grow.
    assert_eq!(
        waits!(
            schedule = secs([1, 1]),
            reset_after = 1s,
            jitter = none,
            attempts = 2
        ),
        secs([1, 1])
    );
}

#[test]
fn throttled_delay_and_exact_hints_are_obeyed() {
    /// The waits of a function whose only error is this verdict.
    macro_rules! waits_after {
        ($verdict:expr; $($args:tt)*) => {{
            #[retry($($args)*, on = |verdict: &Verdict| *verdict, timer = clock)]
            fn fails(clock: &ManualClock) -> Result<(), Verdict> {
                Err($verdict)
            }
            let clock = ManualClock::new();
            assert_eq!(fails(&clock), Err($verdict));
            clock.waits()
        }};
    }
    const THROTTLED: Verdict = Verdict::Throttled(None);
    const SHORT: Duration = Duration::from_millis(7);
    const HINTED: Verdict = Verdict::Throttled(Some(SHORT));
    const SHARED: Policy = Policy::new().jitter(Jitter::None);

    let throttled = waits_after!(THROTTLED; throttled_delay = 1s, jitter = none);
    assert_eq!(throttled, secs([1, 2]));
    let retried = waits_after!(Verdict::Retry; throttled_delay = 1s, jitter = none);
    assert_eq!(retried, millis([100, 200]));
    let computed = waits_after!(THROTTLED; throttled_delay = SECOND * 3, jitter = none);
    assert_eq!(computed, secs([3, 6]));
    let shared = waits_after!(THROTTLED; policy = SHARED, throttled_delay = 1s);
    assert_eq!(shared, secs([1, 2]));

    let floor = waits_after!(HINTED; throttled_delay = 1s, jitter = none);
    assert_eq!(floor, secs([1, 2]));
    let exact = waits_after!(HINTED; exact_hints, throttled_delay = 1s);
    assert_eq!(exact, [SHORT; 2]);
    let shared = waits_after!(HINTED; policy = SHARED, exact_hints);
    assert_eq!(shared, [SHORT; 2]);
}

#[test]
fn jitter_is_a_word_or_a_ratio() {
    const SEEDED: Policy = Policy::new().attempts(9).seed(7);
    let delays = |jitter| SEEDED.jitter(jitter).delays().collect::<Vec<_>>();
    assert_eq!(
        waits!(policy = SEEDED, jitter = 0.25),
        delays(Jitter::Ratio(0.25))
    );
    assert_eq!(waits!(policy = SEEDED, jitter = full), delays(Jitter::Full));
    assert_eq!(
        waits!(policy = SEEDED, jitter = equal),
        delays(Jitter::Equal)
    );
    assert_eq!(
        waits!(policy = SEEDED, jitter = decorrelated),
        delays(Jitter::Decorrelated)
    );
    assert_eq!(waits!(policy = SEEDED, jitter = none), delays(Jitter::None));
}

#[test]
fn other_keys_override_the_policy() {
    const EXACT: Policy = Policy::new()
        .jitter(Jitter::None)
        .backoff(Backoff::constant(SECOND));
    static SHARED: Policy = EXACT;
    assert_eq!(waits!(policy = EXACT), secs([1, 1]));
    assert_eq!(waits!(policy = &SHARED), secs([1, 1]));
    assert_eq!(waits!(attempts = 2, policy = SHARED), secs([1]));
    assert_eq!(waits!(policy = EXACT.attempts(4)), secs([1, 1, 1]));
}

#[test]
fn a_future_may_hold_a_reference_to_a_static_policy() {
    static SHARED: Policy = Policy::new().attempts(2);

    #[retry(policy = &SHARED)]
    async fn fails(calls: &Cell<u32>) -> Option<()> {
        calls.set(calls.get() + 1);
        None
    }
    let (calls, _guard) = (Cell::new(0), retry_core::testing::no_waits());
    assert_eq!(block_on(fails(&calls)), None);
    assert_eq!(calls.get(), 2);
}

#[test]
fn a_policy_may_be_an_associated_constant() {
    trait Tuned {
        const POLICY: Policy;
    }
    struct Twice;
    struct Client<T>(T);
    impl Tuned for Twice {
        const POLICY: Policy = Policy::new()
            .attempts(2)
            .jitter(Jitter::None)
            .backoff(Backoff::constant(SECOND));
    }
    impl<T: Tuned> Client<T> {
        const POLICY: Policy = T::POLICY;

        #[retry(policy = Self::POLICY, timer = clock)]
        fn blocking(&self, clock: &ManualClock) -> Option<()> {
            let Self(_) = self;
            None
        }

        #[retry(policy = Self::POLICY, timer = clock)]
        async fn awaited(&self, clock: &ManualClock) -> Option<()> {
            let Self(_) = self;
            None
        }
    }
    let clock = ManualClock::new();
    assert_eq!(Client(Twice).blocking(&clock), None);
    assert_eq!(block_on(Client(Twice).awaited(&clock)), None);
    assert_eq!(clock.waits(), secs([1, 1]));
}

/// A word that stands for a value of its own does so only alone.
#[test]
fn words_begin_expressions() {
    fn full() -> Jitter {
        Jitter::None
    }
    #[retry(attempts = unlimited.get(), backoff = 1s, jitter = full(), timer = clock)]
    fn fails(unlimited: &Cell<u32>, clock: &ManualClock) -> Option<()> {
        clock.advance(Duration::ZERO);
        None
    }
    let (unlimited, clock) = (Cell::new(3), ManualClock::new());
    assert_eq!(fails(&unlimited, &clock), None);
    assert_eq!(clock.waits(), secs([1, 2]));
}
