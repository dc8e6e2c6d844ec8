use core::sync::atomic::{AtomicUsize, Ordering};
use std::vec::Vec;

use metrics::{Key, Label, Level, Metadata, Recorder, SharedString, Unit, with_recorder};

use crate::{
    driver::{Facts, StopReason},
    policy::{Policy, nanos},
};

const RETRIES: &str = "retry.run.retries";
const DELAY: &str = "retry.run.delay";
const DURATION: &str = "retry.run.duration";
const STOPS: &str = "retry.stops";
const AVAILABLE: &str = "retry.budget.available";

const METADATA: Metadata<'static> = Metadata::new("retry", Level::INFO, Some(module_path!()));

/// Records what follows an attempt. A success at once records nothing but its duration, on request.
#[cold]
#[inline(never)]
pub(super) fn record(policy: &Policy, facts: &Facts) {
    with_described(|recorder| match facts.next {
        Ok(wait) => {
            let wait = nanos::to_duration(wait).as_secs_f64();
            histogram(recorder, DELAY, labels(facts.name, None), wait);
        }
        Err(reason) => record_end(recorder, policy, facts, reason),
    });
}

fn record_end(recorder: &dyn Recorder, policy: &Policy, facts: &Facts, reason: StopReason) {
    let name = facts.name;
    let retries = facts.attempt - 1;
    if retries > 0 {
        histogram(recorder, RETRIES, labels(name, None), retries.into());
    }
    if retries > 0 || reason != StopReason::Accepted {
        let labels = labels(name, Some(("reason", reason.label())));
        let key = Key::from_parts(STOPS, labels);
        recorder.register_counter(&key, &METADATA).increment(1);
    }
    if policy.observation.records_duration() {
        let outcome = match (reason, retries) {
            (StopReason::Accepted, 0) => "ok_first",
            (StopReason::Accepted, _) => "ok_retried",
            (_, 0) => "failed_first",
            (_, _) => "failed_retried",
        };
        let elapsed = nanos::to_duration(facts.elapsed).as_secs_f64();
        let labels = labels(name, Some(("outcome", outcome)));
        histogram(recorder, DURATION, labels, elapsed);
    }
}

/// Records how much is left in a budget with this name.
pub(super) fn record_budget(name: &'static str, available: f64) {
    with_described(|recorder| {
        let key = Key::from_parts(AVAILABLE, labels(Some(name), None));
        recorder.register_gauge(&key, &METADATA).set(available);
    });
}

fn histogram(recorder: &dyn Recorder, metric: &'static str, labels: Vec<Label>, value: f64) {
    let key = Key::from_parts(metric, labels);
    recorder.register_histogram(&key, &METADATA).record(value);
}

/// The name, if the run has one, and one more label.
fn labels(name: Option<&'static str>, other: Option<(&'static str, &'static str)>) -> Vec<Label> {
    let name = name.map(|name| ("name", name));
    let labels = name.into_iter().chain(other);
    labels
        .map(|(key, value)| Label::from_static_parts(key, value))
        .collect()
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
    let text = "Tokens left in a budget of retries";
    recorder.describe_gauge(AVAILABLE.into(), Some(Unit::Count), text.into());
}
