//! `tower-resilience-hedge`: a layer that hedges the calls of a service. It does not retry.

use std::pin::pin;

use tokio::runtime;
use tower::{Layer, Service, ServiceExt, service_fn};
use tower_resilience_hedge::{HedgeError, HedgeLayer};

use crate::{
    case::{BREAKERS, Case, OF_RETRIES},
    contender::Contender,
    executor::finish,
    policy::{ATTEMPTS, FIRST},
    work::{repeat, succeed_async},
};

/// What it can do, and what it cannot.
pub const TOWER_RESILIENCE_HEDGE: Contender = Contender {
    name: "tower-resilience-hedge",
    cases: &[(Case::Hedged, hedged)],
    lacks: &[
        (OF_RETRIES, "a hedge only, around a service"),
        (BREAKERS, "its breaker is tower-resilience-circuitbreaker"),
    ],
};

fn hedged(times: u64) -> u64 {
    let runtime = runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime with a timer");
    // Each run creates its sleep at once, for which tokio wants a runtime.
    let _entered = runtime.enter();
    let mut service = HedgeLayer::builder()
        .delay(FIRST)
        .max_hedged_attempts(ATTEMPTS as usize)
        .build()
        .layer(service_fn(succeed_async));
    repeat(times, |number| {
        let run = async { service.ready().await?.call(number).await };
        finish(pin!(run)).map_err(HedgeError::into_inner)
    })
}
