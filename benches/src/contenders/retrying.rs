//! `retrying`: an attribute.

use std::pin::pin;

use retrying::retry;

use crate::{
    case::{BUT_ANNOTATED, Case},
    contender::Contender,
    executor::finish,
    work::{Outcome, answer, repeat},
};

pub const RETRYING: Contender = Contender {
    name: "retrying",
    cases: &[
        (Case::AnnotatedBlocking, annotated_blocking),
        (Case::AnnotatedAsync, annotated_async),
    ],
    lacks: &[(BUT_ANNOTATED, "an attribute only")],
};

fn annotated_blocking(times: u64) -> u64 {
    #[inline(never)]
    #[retry(stop = attempts(3), wait = exponential(multiplier = 0.1, min = 0.0, max = 30.0, exp_base = 2))]
    fn annotated(number: u64) -> Outcome {
        answer(number)
    }
    repeat(times, annotated)
}

fn annotated_async(times: u64) -> u64 {
    #[retry(stop = attempts(3), wait = exponential(multiplier = 0.1, min = 0.0, max = 30.0, exp_base = 2))]
    async fn annotated(number: u64) -> Outcome {
        answer(number)
    }
    repeat(times, |number| finish(pin!(annotated(number))))
}
