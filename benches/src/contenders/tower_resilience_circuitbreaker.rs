//! `tower-resilience-circuitbreaker`: a layer that puts a breaker around a service. It does not retry.

use std::pin::pin;

use tower::{Layer, Service, ServiceExt, service_fn};
use tower_resilience_circuitbreaker::{CircuitBreakerError, CircuitBreakerLayer};

use crate::{
    case::{BLOCKING_BREAKERS, Case, OF_RETRIES},
    contender::Contender,
    executor::finish,
    policy::FAILURES_TO_OPEN,
    work::{Fault, repeat, succeed_async},
};

/// What it can do, and what it cannot.
pub const TOWER_RESILIENCE_CIRCUITBREAKER: Contender = Contender {
    name: "tower-resilience-circuitbreaker",
    cases: &[(Case::BreakerAwaited, awaited)],
    lacks: &[
        (OF_RETRIES, "a breaker only, around a service"),
        (BLOCKING_BREAKERS, "async only"),
    ],
};

fn error(failed: CircuitBreakerError<Fault>) -> Fault {
    failed.into_inner().unwrap_or(Fault(0))
}

fn awaited(times: u64) -> u64 {
    let mut service = CircuitBreakerLayer::builder()
        .consecutive_failures(FAILURES_TO_OPEN as usize)
        .build()
        .expect("more than no failure")
        .layer(service_fn(succeed_async));
    repeat(times, |number| {
        let run = async { service.ready().await?.call(number).await };
        finish(pin!(run)).map_err(error)
    })
}
