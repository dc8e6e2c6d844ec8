//! The peers, with the same policies as in the library's `contenders`.

use ::backon::Retryable;
use ::relentless::{RetryPolicy, clock::TokioClock, stop};
use ::tower::ServiceExt;
use retry_benches::{
    contender::Runs,
    contenders::{
        backoff, backon, execution_policy, mettle, relentless, tokio_retry, tokio_retry2, tower,
    },
    policy::{ATTEMPTS, FIRST, LONGEST},
    work::{Outcome, repeat_in_two_places, succeed_async},
};

pub(crate) const ALL: [(&str, Runs); 10] = [
    ("backon", with_backon),
    ("tokio-retry", with_tokio_retry),
    ("tokio-retry2", with_tokio_retry2),
    ("backoff", with_backoff),
    ("tryhard", with_tryhard),
    ("relentless", with_relentless),
    ("mettle", with_mettle),
    ("execution-policy", with_execution_policy),
    ("tower", with_tower),
    ("mulligan", with_mulligan),
];

fn with_backon(times: u64) -> u64 {
    async fn run(number: u64) -> Outcome {
        Retryable::retry(|| succeed_async(number), backon::policy(ATTEMPTS, FIRST))
            .sleep(tokio::time::sleep)
            .await
    }
    repeat_in_two_places(times, run)
}

fn with_tokio_retry(times: u64) -> u64 {
    async fn run(number: u64) -> Outcome {
        let schedule = tokio_retry::schedule(FIRST, ATTEMPTS - 1);
        ::tokio_retry::Retry::start(schedule, || succeed_async(number)).await
    }
    repeat_in_two_places(times, run)
}

fn with_tokio_retry2(times: u64) -> u64 {
    use ::tokio_retry2::{Retry, RetryError};
    async fn run(number: u64) -> Outcome {
        let schedule = tokio_retry2::schedule(FIRST, ATTEMPTS - 1);
        let operation = async || succeed_async(number).await.map_err(RetryError::transient);
        Retry::spawn(schedule, operation).await
    }
    repeat_in_two_places(times, run)
}

fn with_backoff(times: u64) -> u64 {
    use ::backoff::{Error, future::retry};
    let policy = &backoff::policy(FIRST, 0.0, None);
    repeat_in_two_places(times, |number| async move {
        let operation = || async { succeed_async(number).await.map_err(Error::transient) };
        retry(policy.clone(), operation).await
    })
}

fn with_tryhard(times: u64) -> u64 {
    let policy = tryhard::RetryFutureConfig::new(ATTEMPTS - 1)
        .exponential_backoff(FIRST)
        .max_delay(LONGEST);
    repeat_in_two_places(times, |number| async move {
        tryhard::retry_fn(|| succeed_async(number))
            .with_config(policy)
            .await
    })
}

fn with_relentless(times: u64) -> u64 {
    let policy = &RetryPolicy::new()
        .stop(stop::attempts(ATTEMPTS))
        .wait(relentless::waits(FIRST));
    let clock = &TokioClock::new();
    repeat_in_two_places(times, |number| async move {
        let run = policy.retry_async(|_| succeed_async(number)).clock(clock);
        run.call().await.map_err(relentless::error)
    })
}

fn with_mettle(times: u64) -> u64 {
    use ::mettle::{RetryError, retry};
    let policy = &mettle::policy(FIRST, ATTEMPTS);
    repeat_in_two_places(times, |number| async move {
        let run = retry(|| succeed_async(number)).backoff(policy.clone());
        run.await.map_err(RetryError::into_error)
    })
}

fn with_execution_policy(times: u64) -> u64 {
    use ::execution_policy::Jitter;
    let policy = &execution_policy::policy(ATTEMPTS, FIRST, Jitter::None).build();
    repeat_in_two_places(times, |number| async move {
        let run = policy.run(async || succeed_async(number).await);
        run.await.map_err(execution_policy::error)
    })
}

fn with_tower(times: u64) -> u64 {
    let service = &tower::service();
    repeat_in_two_places(times, |number| async move {
        service.clone().oneshot(number).await
    })
}

fn with_mulligan(times: u64) -> u64 {
    async fn run(number: u64) -> Outcome {
        mulligan::until_ok()
            .stop_after(ATTEMPTS - 1)
            .exponential(FIRST)
            .max_delay(LONGEST)
            .execute(async || succeed_async(number).await)
            .await
    }
    repeat_in_two_places(times, run)
}
