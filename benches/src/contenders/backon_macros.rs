//! `backon-macros`: an attribute over `backon`.

use std::pin::pin;

use backon::ExponentialBuilder;
use backon_macros::backon;

use crate::{
    case::{BUT_ANNOTATED, Case},
    contender::Contender,
    executor::finish,
    policy::{ATTEMPTS, FIRST, LONGEST},
    work::{Outcome, answer, repeat},
};

pub const BACKON_MACROS: Contender = Contender {
    name: "backon-macros",
    cases: &[
        (Case::AnnotatedBlocking, annotated_blocking),
        (Case::AnnotatedAsync, annotated_async),
    ],
    lacks: &[(BUT_ANNOTATED, "an attribute only")],
};

const fn policy() -> ExponentialBuilder {
    ExponentialBuilder::new()
        .with_min_delay(FIRST)
        .with_max_delay(LONGEST)
        .with_max_times(ATTEMPTS as usize - 1)
        .with_jitter()
}

fn annotated_blocking(times: u64) -> u64 {
    #[inline(never)]
    #[backon(backoff = policy)]
    fn annotated(number: u64) -> Outcome {
        answer(number)
    }
    repeat(times, annotated)
}

fn annotated_async(times: u64) -> u64 {
    #[backon(backoff = policy, sleep = tokio::time::sleep)]
    async fn annotated(number: u64) -> Outcome {
        answer(number)
    }
    repeat(times, |number| finish(pin!(annotated(number))))
}
