//! The name that hooks get.

use retry_core::{Event, StopReason};
use std::cell::RefCell;

use super::*;

type Log = RefCell<Vec<(Option<&'static str>, u32, Option<StopReason>)>>;

fn note(log: &Log) -> impl Fn(&Event<'_, Option<()>>) {
    |event| {
        log.borrow_mut()
            .push((event.name(), event.attempt(), event.reason()));
    }
}

#[retry(attempts = 2, backoff = 0, on_retry = note(log), on_stop = note(log))]
fn named_after_the_function(log: &Log) -> Option<()> {
    drop(log.try_borrow().ok()?);
    None
}

#[retry(attempts = 1, name = "sync", on_stop = note(log))]
async fn named_by_key(log: &Log) -> Option<()> {
    drop(log.try_borrow().ok()?);
    None
}

#[test]
fn hooks_get_the_name_of_the_function_or_of_the_key() {
    let log = Log::default();
    assert_eq!(named_after_the_function(&log), None);
    assert_eq!(block_on(named_by_key(&log)), None);
    let name = Some("named_after_the_function");
    assert_eq!(
        *log.borrow(),
        [
            (name, 1, None),
            (name, 2, Some(StopReason::Attempts)),
            (Some("sync"), 1, Some(StopReason::Attempts)),
        ]
    );
}

#[retry(attempts = attempts, backoff = 1s, jitter = none, on_retry = |event| named.push(event.name()), timer = clock)]
fn counted(
    attempts: u32,
    named: &mut Vec<Option<&'static str>>,
    clock: &ManualClock,
) -> Option<()> {
    None
}

#[test]
fn a_run_with_values_known_at_run_time_keeps_its_name() {
    let (clock, mut named) = (ManualClock::new(), Vec::new());
    assert_eq!(counted(3, &mut named, &clock), None);
    assert_eq!(named, [Some("counted"); 2]);
}
