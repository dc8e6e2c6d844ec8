use core::sync::atomic::{AtomicUsize, Ordering};
#[cfg(target_has_atomic = "64")]
use std::vec;

use metrics::{Key, Label, Level, Metadata, Recorder, SharedString, Unit, with_recorder};

use super::metric_key::{hedge_label, metric_key, outcome_label, reason_label};
use crate::{
    driver::{Facts, StopReason},
    policy::{Policy, nanos},
};

const RETRIES: &str = "retry.run.retries";
const DELAY: &str = "retry.run.delay";
const DURATION: &str = "retry.run.duration";
const STOPS: &str = "retry.stops";
const HEDGES: &str = "retry.hedges";
const AVAILABLE: &str = "retry.budget.available";
const BREAKER_STATE: &str = "retry.breaker.state";
const BREAKER_TRANSITIONS: &str = "retry.breaker.transitions";

const METADATA: Metadata<'static> = Metadata::new("retry", Level::INFO, Some(module_path!()));

/// Records what follows an attempt. A success at once records nothing but its duration, on request.
#[cold]
#[inline(never)]
pub(super) fn record(policy: &Policy, facts: &Facts) {
    with_described(|recorder| match facts.next {
        // It starts at no set time after another.
        Ok(_) if facts.is_hedge() => {}
        Ok(wait) => {
            let key = metric_key(DELAY, facts.name, None);
            histogram(recorder, &key, nanos::to_duration(wait).as_secs_f64());
        }
        Err(reason) => record_end(recorder, policy, facts, reason),
    });
}

fn record_end(recorder: &dyn Recorder, policy: &Policy, facts: &Facts, reason: StopReason) {
    let name = facts.name;
    let is_accepted = reason == StopReason::Accepted;
    let retries = facts.attempt - 1;
    let is_retried = if is_accepted {
        facts.recovered()
    } else {
        retries > 0
    };
    record_hedges(recorder, facts);
    if retries > 0 {
        histogram(recorder, &metric_key(RETRIES, name, None), retries.into());
    }
    if facts.recovered() || !is_accepted {
        let key = metric_key(STOPS, name, Some(reason_label(reason)));
        recorder.register_counter(&key, &METADATA).increment(1);
    }
    if policy.observation.records_duration() {
        let key = metric_key(DURATION, name, Some(outcome_label(is_accepted, is_retried)));
        histogram(
            recorder,
            &key,
            nanos::to_duration(facts.elapsed).as_secs_f64(),
        );
    }
}

fn record_hedges(recorder: &dyn Recorder, facts: &Facts) {
    let (won, lost) = facts.race.hedges();
    for (has_won, count) in [(true, won), (false, lost)] {
        if count > 0 {
            let key = metric_key(HEDGES, facts.name, Some(hedge_label(has_won)));
            let counter = recorder.register_counter(&key, &METADATA);
            counter.increment(count.into());
        }
    }
}

/// Records how much is left in a budget with this name.
pub(super) fn record_budget(name: &'static str, available: f64) {
    with_described(|recorder| {
        let key = metric_key(AVAILABLE, Some(name), None);
        recorder.register_gauge(&key, &METADATA).set(available);
    });
}

/// Records a change of a breaker's state, if the breaker has a name.
#[cfg(target_has_atomic = "64")]
#[cold]
#[inline(never)]
pub(super) fn record_breaker(facts: &super::BreakerFacts) {
    let Some(name) = facts.name else { return };
    with_described(|recorder| {
        let key = metric_key(BREAKER_STATE, Some(name), None);
        let gauge = recorder.register_gauge(&key, &METADATA);
        gauge.set(f64::from(facts.level));
        let labels = vec![
            Label::from_static_parts("name", name),
            Label::from_static_parts("to", facts.to),
        ];
        let key = Key::from_parts(BREAKER_TRANSITIONS, labels);
        recorder.register_counter(&key, &METADATA).increment(1);
    });
}

fn histogram(recorder: &dyn Recorder, key: &Key, value: f64) {
    recorder.register_histogram(key, &METADATA).record(value);
}

/// Calls `record` with the recorder in force, to which the metrics are described before.
fn with_described(record: impl FnOnce(&dyn Recorder)) {
    // The address of the recorder that they were described to last: one may be set up after the first run.
    static DESCRIBED: AtomicUsize = AtomicUsize::new(0);
    with_recorder(|recorder| {
        let address = core::ptr::from_ref(recorder).cast::<()>().addr();
        if DESCRIBED.load(Ordering::Relaxed) != address {
            describe(recorder);
            DESCRIBED.store(address, Ordering::Relaxed);
        }
        record(recorder);
    });
}

#[cold]
fn describe(recorder: &dyn Recorder) {
    let histogram = |metric: &'static str, unit, text: &'static str| {
        recorder.describe_histogram(metric.into(), Some(unit), SharedString::const_str(text));
    };
    histogram(
        RETRIES,
        Unit::Count,
        "Retries of a run that made at least one",
    );
    histogram(DELAY, Unit::Seconds, "Time between two attempts of a run");
    histogram(
        DURATION,
        Unit::Seconds,
        "Time from the start of a run to its end",
    );
    let text = "Runs that gave up, and runs that were accepted after a retry";
    recorder.describe_counter(STOPS.into(), Some(Unit::Count), text.into());
    let text = "Attempts that began while another was out, by whether their answer was accepted";
    recorder.describe_counter(HEDGES.into(), Some(Unit::Count), text.into());
    let text = "Tokens left in a budget of retries";
    recorder.describe_gauge(AVAILABLE.into(), Some(Unit::Count), text.into());
    let text = "What a circuit breaker does: 0 closed, 1 half-open, 2 open, 3 isolated";
    recorder.describe_gauge(BREAKER_STATE.into(), Some(Unit::Count), text.into());
    let text = "Changes of a circuit breaker's state";
    recorder.describe_counter(BREAKER_TRANSITIONS.into(), Some(Unit::Count), text.into());
}
