use core::time::Duration;

use tracing::{Level, event, field::display};

use super::ErrorFacts;
use crate::{
    driver::{Facts, StopReason},
    policy::{Policy, nanos},
};

/// The target of all events and spans.
pub(super) const TARGET: &str = "retry";

/// `event!` at a level that is known at run time only. Each level needs an event of its own.
macro_rules! event_at {
    ($level:expr, $($fields:tt)*) => {
        match $level {
            Level::ERROR => event!(target: TARGET, Level::ERROR, $($fields)*),
            Level::WARN => event!(target: TARGET, Level::WARN, $($fields)*),
            Level::INFO => event!(target: TARGET, Level::INFO, $($fields)*),
            Level::DEBUG => event!(target: TARGET, Level::DEBUG, $($fields)*),
            Level::TRACE => event!(target: TARGET, Level::TRACE, $($fields)*),
        }
    };
}

/// The event for what follows an attempt. A success at once has none.
//
// Not inlined, like the metrics: one copy for all call sites.
#[cold]
#[inline(never)]
pub(super) fn emit(policy: &Policy, facts: &Facts, error: ErrorFacts<'_>) {
    let Facts {
        name,
        attempt,
        hint,
        next,
        ..
    } = *facts;
    // A field of `None` is left out.
    let hint = hint.as_ref().map(Duration::as_secs_f64);
    let kind = error.kind;
    let error = error.text.map(display);
    match next {
        Ok(wait) => event_at!(
            policy.observation.retry_level.level(),
            retry.name = name,
            retry.attempt = attempt,
            retry.delay = nanos::to_duration(wait).as_secs_f64(),
            retry.hint = hint,
            retry.hedge = facts.is_hedge().then_some(true),
            error.type = kind,
            error,
            "will retry"
        ),
        Err(StopReason::Accepted) if attempt == 1 => {}
        Err(StopReason::Accepted) if !facts.recovered() => event!(
            target: TARGET,
            Level::DEBUG,
            retry.name = name,
            retry.attempt = attempt,
            retry.winner = facts.winner(),
            "hedged in vain"
        ),
        Err(StopReason::Accepted) => event!(
            target: TARGET,
            Level::DEBUG,
            retry.name = name,
            retry.attempt = attempt,
            retry.winner = facts.race.winner(),
            "recovered"
        ),
        Err(reason) => event!(
            target: TARGET,
            Level::WARN,
            retry.name = name,
            retry.attempt = attempt,
            retry.hint = hint,
            retry.stop = %reason,
            error.type = kind,
            error,
            "gave up"
        ),
    }
}

/// The event for a change of a breaker's state: something to look at if it refuses attempts now.
#[cfg(target_has_atomic = "64")]
#[cold]
#[inline(never)]
pub(super) fn emit_breaker(facts: &super::BreakerFacts) {
    let level = if facts.level < 2 {
        Level::DEBUG
    } else {
        Level::WARN
    };
    event_at!(
        level,
        retry.breaker = facts.name,
        from = facts.from,
        to = facts.to,
        "circuit breaker changed"
    );
}
