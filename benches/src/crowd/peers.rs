//! The crowds of the peers that can be spawned as they are.

use backon::Retryable;
use tokio_retry2::RetryError;

use super::{ATTEMPTS, AtomicU32, Entry, FIRST, Outcome, fail_twice, run};

pub const ALL: [Entry; 8] = [
    ("tokio", "backon", |count| {
        run(count, backon_on_tokio);
    }),
    ("tokio", "tokio-retry", |count| {
        run(count, tokio_retry);
    }),
    ("tokio", "tokio-retry2", |count| {
        run(count, tokio_retry2);
    }),
    ("tokio", "backoff", |count| {
        run(count, backoff);
    }),
    ("tokio", "tryhard", |count| {
        run(count, tryhard);
    }),
    ("tokio", "mettle", |count| {
        run(count, mettle);
    }),
    ("tokio", "relentless", |count| {
        run(count, relentless);
    }),
    ("futures-timer", "backon", |count| {
        run(count, backon_on_futures_timer);
    }),
];

const BACKON: backon::ExponentialBuilder = backon::ExponentialBuilder::new()
    .with_min_delay(FIRST)
    .with_max_times(ATTEMPTS as usize - 1);

async fn backon_on_tokio() -> Outcome {
    let calls = AtomicU32::new(0);
    (|| fail_twice(&calls))
        .retry(BACKON)
        .sleep(tokio::time::sleep)
        .await
}

async fn backon_on_futures_timer() -> Outcome {
    let calls = AtomicU32::new(0);
    (|| fail_twice(&calls))
        .retry(BACKON)
        .sleep(backon::FuturesTimerSleeper)
        .await
}

async fn tokio_retry() -> Outcome {
    let calls = AtomicU32::new(0);
    let schedule = tokio_retry::strategy::ExponentialBackoff::from_millis(2)
        .factor(5)
        .take(ATTEMPTS as usize - 1);
    tokio_retry::Retry::start(schedule, || fail_twice(&calls)).await
}

async fn tokio_retry2() -> Outcome {
    let calls = AtomicU32::new(0);
    let schedule = tokio_retry2::strategy::ExponentialFactorBackoff::from_millis(10, 2.0)
        .take(ATTEMPTS as usize - 1);
    let operation = || async { fail_twice(&calls).await.map_err(RetryError::transient) };
    tokio_retry2::RetryIf::spawn(
        schedule,
        operation,
        |_: &crate::work::Fault| true,
        |_: &crate::work::Fault, _| {},
    )
    .await
}

async fn backoff() -> Outcome {
    let calls = AtomicU32::new(0);
    let policy = backoff::ExponentialBackoffBuilder::new()
        .with_initial_interval(FIRST)
        .with_multiplier(2.0)
        .with_randomization_factor(0.0)
        .with_max_elapsed_time(None)
        .build();
    backoff::future::retry(policy, || async {
        fail_twice(&calls).await.map_err(backoff::Error::transient)
    })
    .await
}

async fn tryhard() -> Outcome {
    let calls = AtomicU32::new(0);
    tryhard::retry_fn(|| fail_twice(&calls))
        .retries(ATTEMPTS - 1)
        .exponential_backoff(FIRST)
        .await
}

async fn mettle() -> Outcome {
    let calls = AtomicU32::new(0);
    let policy = mettle::ExponentialBackoff::new(mettle::ExponentialBackoffConfig {
        factor: 2,
        base: FIRST,
        max_retries: ATTEMPTS - 1,
        ..mettle::ExponentialBackoffConfig::default()
    })
    .expect("a first delay below the cap");
    mettle::retry(|| fail_twice(&calls))
        .backoff(policy)
        .await
        .map_err(mettle::RetryError::into_error)
}

async fn relentless() -> Outcome {
    let calls = AtomicU32::new(0);
    relentless::retry_async(|_| fail_twice(&calls))
        .stop(relentless::stop::attempts(ATTEMPTS))
        .wait(relentless::wait::exponential(FIRST))
        .clock(relentless::clock::TokioClock::new())
        .call()
        .await
        .map_err(|failed| failed.into_last_error().expect("an error of the operation"))
}
