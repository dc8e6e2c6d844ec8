//! Sizes of futures: the memory that a task takes while it waits.

use std::{
    future::{Future, IntoFuture, poll_fn},
    hint::black_box,
    task::Poll,
};

use retry_core::{Backoff, Jitter, Policy, retry};

use crate::{
    policy::{ATTEMPTS, FIRST},
    work::{Fault, Outcome},
};

static POLICY: Policy = Policy::new()
    .attempts(ATTEMPTS)
    .backoff(Backoff::exponential(FIRST))
    .jitter(Jitter::Full);

/// The name of a future, and its size in bytes.
pub type Size = (&'static str, usize);

/// The sizes of this crate's futures, and of those of the loop by hand.
#[must_use]
pub fn all() -> Vec<Size> {
    vec![
        ("operation-16", size_of_val(&sixteen())),
        (
            "named-16",
            size_of_val(&retry(sixteen).policy(&POLICY).into_future()),
        ),
        (
            "task-16",
            size_of_val(&async { retry(sixteen).policy(&POLICY).await }),
        ),
        ("by-hand-16", size_of_val(&looped(&1))),
        ("annotated-16", size_of_val(&annotated(&1))),
        (
            "by-hand-three-arguments",
            size_of_val(&looped_over_three(&1, &2, 3)),
        ),
        (
            "annotated-three-arguments",
            size_of_val(&annotated_over_three(&1, &2, 3)),
        ),
        ("operation-1048", size_of_val(&large())),
        (
            "named-1048",
            size_of_val(&retry(large).policy(&POLICY).into_future()),
        ),
    ]
}

fn holding<const WORDS: usize>() -> impl Future<Output = Outcome> {
    let words = black_box([7_u64; WORDS]);
    poll_fn(move |_| {
        let word = words[black_box(0)];
        Poll::Ready(if word == 7 {
            Ok(word)
        } else {
            Err(Fault(word))
        })
    })
}

fn sixteen() -> impl Future<Output = Outcome> {
    holding::<2>()
}

fn large() -> impl Future<Output = Outcome> {
    holding::<131>()
}

#[retry(attempts = 3, backoff = 100ms)]
async fn annotated(word: &u64) -> Outcome {
    black_box(word);
    sixteen().await
}

async fn looped(word: &u64) -> Outcome {
    let mut attempt = 1;
    loop {
        black_box(word);
        let outcome = sixteen().await;
        if outcome.is_ok() || attempt == ATTEMPTS {
            return outcome;
        }
        tokio::time::sleep(FIRST * attempt).await;
        attempt += 1;
    }
}

#[retry(attempts = 3, backoff = 100ms)]
async fn annotated_over_three(word: &u64, other: &u64, number: u64) -> Outcome {
    black_box((word, other, number));
    sixteen().await
}

async fn looped_over_three(word: &u64, other: &u64, number: u64) -> Outcome {
    let mut attempt = 1;
    loop {
        black_box((word, other, number));
        let outcome = sixteen().await;
        if outcome.is_ok() || attempt == ATTEMPTS {
            return outcome;
        }
        tokio::time::sleep(FIRST * attempt).await;
        attempt += 1;
    }
}
