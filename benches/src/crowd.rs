//! Many operations at a time, each of which fails twice, waits for real, and then succeeds.

#[cfg(feature = "peers")]
mod peers;
#[cfg(not(feature = "peers"))]
mod peers {
    pub(super) const ALL: [super::Entry; 0] = [];
}

use std::{
    future::Future,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::Duration,
};

use retry_core::{Backoff, Jitter, Policy, retry};

use crate::work::{Fault, Outcome};

/// The first delay; the second is twice as long.
pub const FIRST: Duration = Duration::from_millis(10);

const ATTEMPTS: u32 = 3;
const POLICY: Policy = Policy::new()
    .attempts(ATTEMPTS)
    .backoff(Backoff::exponential(FIRST))
    .jitter(Jitter::None);

/// Runs that many operations until all have ended.
pub type Crowd = fn(u32);

/// A timer, a contender, and its crowd.
pub type Entry = (&'static str, &'static str, Crowd);

/// All crowds.
#[must_use]
pub fn all() -> Vec<Entry> {
    let own: [Entry; 4] = [
        ("tokio", "by hand", |count| {
            run(count, by_hand_on_tokio);
        }),
        ("tokio", "retry-core", |count| {
            run(count, own_on_tokio);
        }),
        ("futures-timer", "by hand", |count| {
            run(count, by_hand_on_futures_timer);
        }),
        ("futures-timer", "retry-core", |count| {
            run(count, own_on_futures_timer);
        }),
    ];
    own.into_iter().chain(peers::ALL).collect()
}

/// On one thread, so that no scheduler between threads is measured.
fn run<F>(count: u32, operation: fn() -> F)
where
    F: Future<Output = Outcome> + Send + 'static,
{
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let tasks: Vec<_> = (0..count).map(|_| tokio::spawn(operation())).collect();
        for task in tasks {
            let outcome = task.await.expect("a task that ends");
            assert_eq!(outcome, Ok(u64::from(ATTEMPTS)));
        }
    });
}

async fn fail_twice(calls: &AtomicU32) -> Outcome {
    let call = calls.fetch_add(1, Relaxed) + 1;
    if call < ATTEMPTS {
        Err(Fault(call.into()))
    } else {
        Ok(call.into())
    }
}

async fn by_hand_on_tokio() -> Outcome {
    let calls = AtomicU32::new(0);
    let mut attempt = 1;
    let mut delay = FIRST;
    loop {
        let outcome = fail_twice(&calls).await;
        if outcome.is_ok() || attempt == ATTEMPTS {
            return outcome;
        }
        tokio::time::sleep(delay).await;
        delay *= 2;
        attempt += 1;
    }
}

async fn by_hand_on_futures_timer() -> Outcome {
    let calls = AtomicU32::new(0);
    let mut attempt = 1;
    let mut delay = FIRST;
    loop {
        let outcome = fail_twice(&calls).await;
        if outcome.is_ok() || attempt == ATTEMPTS {
            return outcome;
        }
        futures_timer::Delay::new(delay).await;
        delay *= 2;
        attempt += 1;
    }
}

async fn own_on_tokio() -> Outcome {
    let calls = AtomicU32::new(0);
    retry(|| fail_twice(&calls)).policy(&POLICY).await
}

/// With a sleep of its own: inside tokio's runtime the default is tokio's timer.
async fn own_on_futures_timer() -> Outcome {
    let calls = AtomicU32::new(0);
    retry(|| fail_twice(&calls))
        .policy(&POLICY)
        .sleep_with(futures_timer::Delay::new)
        .await
}
