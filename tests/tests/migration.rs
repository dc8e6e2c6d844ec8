//! What the guide says about other crates, asked of these crates, and that the policy next to it waits the same.

use std::{
    cell::{Cell, RefCell},
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::Duration,
};

use backon::{
    BackoffBuilder, BlockingRetryable, ConstantBuilder, ExponentialBuilder, FibonacciBuilder,
};
use reqwest_middleware::{ClientBuilder, Middleware, Next};
use reqwest_retry::{
    RetryDecision, RetryPolicy, RetryTransientMiddleware, policies::ExponentialBackoff,
};
use retry_core::{Backoff, Jitter, Policy, Verdict, retry, testing::ManualClock, time::Clock};
use tokio::time::Instant;
use tokio_retry2::RetryError;

const SECOND: Duration = Duration::from_secs(1);

fn seconds<const N: usize>(seconds: [u64; N]) -> [Duration; N] {
    seconds.map(Duration::from_secs)
}

fn millis<const N: usize>(millis: [u64; N]) -> [Duration; N] {
    millis.map(Duration::from_millis)
}

/// What a sleep of this clock does, for those who want a closure that owns it.
fn sleep_by(clock: &ManualClock) -> impl Fn(Duration) + use<> {
    let clock = clock.clone();
    move |wait| clock.advance(wait)
}

fn nominal(policy: Policy) -> Vec<Duration> {
    policy.jitter(Jitter::None).delays().collect()
}

/// backon's default, here.
const BACKON: Policy = Policy::new()
    .retries(3)
    .backoff(Backoff::exponential(SECOND).max_delay(Duration::from_secs(60)))
    .jitter(Jitter::None);

#[test]
fn backon_makes_four_calls_and_waits_from_one_second() {
    let (calls, clock) = (Cell::new(0), ManualClock::new());
    let busy = || {
        calls.set(calls.get() + 1);
        Err::<(), _>("busy")
    };
    let theirs = busy
        .retry(ExponentialBuilder::default())
        .sleep(sleep_by(&clock))
        .call();
    assert_eq!((theirs, calls.replace(0)), (Err("busy"), 4));
    assert_eq!(clock.now(), 7 * SECOND);

    let clock = ManualClock::new();
    assert_eq!(BACKON.retry(busy).timer(&clock).call(), Err("busy"));
    assert_eq!(calls.get(), 4);
    assert_eq!(clock.waits(), seconds([1, 2, 4]));
}

#[test]
fn backon_has_the_same_exponential_delays_up_to_the_cap() {
    let theirs = ExponentialBuilder::default().with_max_times(10);
    let ours = BACKON.retries(10);
    assert!(theirs.build().eq(ours.delays()));
    let theirs = theirs.with_factor(1.5).with_max_delay(5 * SECOND);
    let ours = ours.factor(1.5).max_delay(5 * SECOND);
    // Theirs grows in 32 bits.
    for (theirs, ours) in theirs.build().zip(ours.delays()) {
        assert!(theirs.abs_diff(ours) < Duration::from_micros(1));
    }
    let constant = ConstantBuilder::default().build();
    assert!(constant.eq(nominal(BACKON.backoff(Backoff::constant(SECOND)))));
}

#[test]
fn backons_jitter_is_equal_jitter_of_the_doubled_delays_and_passes_the_cap() {
    let cap = Duration::from_secs(60);
    let theirs = ExponentialBuilder::default()
        .with_max_times(1000)
        .with_jitter_seed(7)
        .with_jitter();
    let ours = Policy::new()
        .retries(1000)
        .backoff(Backoff::exponential(2 * SECOND).max_delay(2 * cap))
        .jitter(Jitter::Equal);
    let nominal = nominal(BACKON.retries(1000));
    let is_within = |delay: Duration, nominal: Duration| nominal <= delay && delay <= 2 * nominal;
    let delays: Vec<_> = theirs.build().collect();
    assert_eq!(delays.len(), 1000);
    for ((theirs, ours), nominal) in delays.iter().zip(ours.delays_with(7)).zip(nominal) {
        assert!(is_within(*theirs, nominal) && is_within(ours, nominal));
    }
    assert!(delays.iter().any(|delay| *delay > cap * 3 / 2));
}

#[test]
fn backons_fibonacci_passes_its_cap_and_ours_does_not() {
    let theirs: Vec<_> = FibonacciBuilder::default()
        .with_max_times(12)
        .build()
        .collect();
    let ours = Backoff::fibonacci(SECOND).max_delay(Duration::from_secs(60));
    let ours = nominal(BACKON.retries(12).backoff(ours));
    assert_eq!(theirs[..10], ours[..10]);
    assert_eq!(theirs[10..], seconds([89, 89]));
    assert_eq!(ours[10..], seconds([60, 60]));
}

#[tokio::test(start_paused = true)]
async fn backons_adjust_is_an_exact_hint() {
    let hint = Duration::from_millis(10);
    let began = Instant::now();
    let theirs = backon::Retryable::retry(
        || async { Err::<(), _>("busy") },
        ExponentialBuilder::default(),
    )
    .adjust(|_, delay| delay.map(|_| hint))
    .sleep(tokio::time::sleep)
    .await;
    assert_eq!((theirs, began.elapsed()), (Err("busy"), 3 * hint));

    let waits = |policy: Policy| {
        let clock = ManualClock::new();
        let run = policy
            .retry(|| Err::<(), _>("busy"))
            .on(|_| Verdict::RetryAfter(hint));
        assert!(run.timer(&clock).call().is_err());
        clock.waits()
    };
    assert_eq!(waits(BACKON.exact_hints()), [hint; 3]);
    // A hint is otherwise a minimum, and the backoff is longer.
    assert_eq!(waits(BACKON), seconds([1, 2, 4]));
}

#[test]
fn backons_total_delay_counts_waits_only() {
    let ten = Duration::from_secs(10);
    let builder = ExponentialBuilder::default()
        .without_max_times()
        .with_total_delay(Some(ten));
    let clock = ManualClock::new();
    let slow = || {
        clock.advance(ten);
        Err::<(), _>("busy")
    };
    let theirs = slow.retry(builder).sleep(sleep_by(&clock)).call();
    assert!(theirs.is_err());
    // Three waits of 1 + 2 + 4 s, and 40 s of attempts.
    assert_eq!(clock.now(), Duration::from_secs(47));

    let clock = ManualClock::new();
    let run = retry(|| Err::<(), _>("busy"))
        .unlimited()
        .jitter(Jitter::None);
    assert!(run.schedule(builder.build()).timer(&clock).call().is_err());
    assert_eq!(clock.waits(), seconds([1, 2, 4]));
}

#[test]
fn tokio_retrys_base_is_the_factor_too() {
    use tokio_retry::strategy::ExponentialBackoff;
    let doubling = ExponentialBackoff::from_millis(2).factor(100);
    assert_eq!(
        doubling.clone().take(4).collect::<Vec<_>>(),
        millis([200, 400, 800, 1600])
    );
    let ours = Policy::new()
        .retries(8)
        .backoff(Backoff::exponential(Duration::from_millis(200)).max_delay(Duration::MAX));
    assert!(doubling.take(8).eq(nominal(ours)));

    let steep = ExponentialBackoff::from_millis(100);
    assert_eq!(
        steep.clone().take(3).collect::<Vec<_>>(),
        millis([100, 10_000, 1_000_000])
    );
    let ours = ours.backoff(
        Backoff::exponential(Duration::from_millis(100))
            .factor(100.0)
            .max_delay(Duration::MAX),
    );
    assert!(steep.take(4).eq(nominal(ours.retries(4))));
}

#[test]
fn tokio_retry2_has_the_same_strategies_and_two_more() {
    use tokio_retry2::strategy::{
        ExponentialBackoff, ExponentialFactorBackoff, FibonacciBackoff, FixedInterval,
        LinearBackoff,
    };
    let policy = Policy::new().retries(6);
    let half = Duration::from_millis(500);
    let exponential = ExponentialBackoff::from_millis(2).factor(250).take(6);
    assert!(exponential.eq(nominal(policy.backoff(Backoff::exponential(half)))));
    let factor = ExponentialFactorBackoff::from_millis(500, 2.0).take(6);
    assert!(factor.eq(nominal(policy.backoff(Backoff::exponential(half)))));
    let fibonacci = FibonacciBackoff::from_millis(500).take(6);
    assert!(fibonacci.eq(nominal(policy.backoff(Backoff::fibonacci(half)))));
    let fixed = FixedInterval::from_millis(500).take(6);
    assert!(fixed.eq(nominal(policy.backoff(Backoff::constant(half)))));
    let linear = LinearBackoff::from_millis(500).take(6);
    assert!(linear.eq(nominal(policy.backoff(Backoff::linear(half)))));
}

#[test]
fn jitter_of_tokio_retry_is_full_and_of_tokio_retry2_half() {
    for _ in 0..1000 {
        assert!(tokio_retry::strategy::jitter(SECOND) <= SECOND);
        let delay = tokio_retry2::strategy::jitter(SECOND);
        assert!(SECOND / 2 <= delay && delay <= SECOND * 3 / 2);
    }
}

#[tokio::test(start_paused = true)]
async fn take_counts_retries_in_tokio_retry() {
    let calls = AtomicU32::new(0);
    let busy = || {
        calls.fetch_add(1, Relaxed);
        async { Err::<(), _>("busy") }
    };
    let strategy = tokio_retry::strategy::FixedInterval::new(SECOND).take(3);
    assert_eq!(tokio_retry::Retry::start(strategy, busy).await, Err("busy"));
    assert_eq!(calls.swap(0, Relaxed), 4);

    let run = retry(busy).backoff(Backoff::constant(SECOND)).retries(3);
    assert_eq!(run.jitter(Jitter::None).await, Err("busy"));
    assert_eq!(calls.load(Relaxed), 4);
}

// A notify must be `Send`.
std::thread_local! {
    static HEARD: RefCell<Vec<Duration>> = const { RefCell::new(Vec::new()) };
}

#[tokio::test(start_paused = true)]
async fn tokio_retry2_waits_the_strategys_delay_whatever_retry_after_says() {
    let began = Instant::now();
    let strategy = tokio_retry2::strategy::FixedInterval::new(SECOND).take(2);
    let busy = || async { RetryError::to_retry_after::<()>("busy", 30 * SECOND) };
    let always = |_: &&str| true;
    let log = |_: &&str, delay| HEARD.with_borrow_mut(|heard| heard.push(delay));
    let theirs = tokio_retry2::RetryIf::spawn(strategy, busy, always, log).await;
    assert_eq!(theirs, Err("busy"));
    assert_eq!(began.elapsed(), 2 * SECOND);
    assert_eq!(HEARD.take(), [30 * SECOND; 3]);
}

#[test]
fn reqwest_retry_waits_from_one_second_to_half_an_hour() {
    let built = ExponentialBackoff::builder().build_with_max_retries(3);
    assert_eq!(built.jitter, reqwest_retry::Jitter::Full);
    let bounds = (built.min_retry_interval, built.max_retry_interval);
    assert_eq!(bounds, (SECOND, Duration::from_secs(1800)));
    let decisions = (0..5).map(|n| built.should_retry(std::time::SystemTime::now(), n));
    let retries = decisions.filter(|decision| matches!(decision, RetryDecision::Retry { .. }));
    assert_eq!(retries.count(), 3);
}

/// Answers each request itself, and counts them.
struct Unavailable(&'static AtomicU32);

#[async_trait::async_trait]
impl Middleware for Unavailable {
    async fn handle(
        &self,
        _: reqwest::Request,
        _: &mut http::Extensions,
        _: Next<'_>,
    ) -> reqwest_middleware::Result<reqwest::Response> {
        self.0.fetch_add(1, Relaxed);
        let response = http::Response::builder()
            .status(503)
            .header("retry-after", "30");
        Ok(response.body("").expect("the parts are valid").into())
    }
}

fn reqwest_retry(calls: &'static AtomicU32) -> reqwest_middleware::ClientWithMiddleware {
    let policy = ExponentialBackoff::builder()
        .jitter(reqwest_retry::Jitter::None)
        .build_with_max_retries(2);
    ClientBuilder::new(reqwest::Client::new())
        .with(RetryTransientMiddleware::new_with_policy(policy))
        .with(Unavailable(calls))
        .build()
}

#[tokio::test(start_paused = true)]
async fn reqwest_retry_repeats_a_post_and_does_not_read_retry_after() {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let began = Instant::now();
    let orders = reqwest_retry(&CALLS)
        .post("http://localhost/orders")
        .body("tea");
    assert_eq!(orders.send().await.expect("an answer").status(), 503);
    assert_eq!(CALLS.load(Relaxed), 3);
    // 1 s and 2 s, where the server asked for 30 s each time.
    assert!(began.elapsed() < Duration::from_secs(4));
}

#[tokio::test]
async fn reqwest_retry_sends_no_stream() {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let stream = reqwest::Body::wrap("a file".to_owned());
    let upload = reqwest_retry(&CALLS)
        .put("http://localhost/file")
        .body(stream);
    assert!(upload.send().await.is_err());
    assert_eq!(CALLS.load(Relaxed), 0);
}
