//! What a guard of `no_waits` records: the runs that failed at least once, whatever form they have.

mod ends;
mod forms;
mod guards;
mod interleaved;
mod timeouts;

use std::time::Duration;

use retry_core::{StopReason, testing::RunEnd};

/// All of an end, to be compared.
type Line = (Option<&'static str>, u32, Vec<Duration>, StopReason);

fn lines(ends: Vec<RunEnd>) -> Vec<Line> {
    let line = |end: RunEnd| (end.name, end.attempts, end.waits, end.reason);
    ends.into_iter().map(line).collect()
}

/// An operation that fails this often, and then succeeds.
fn failing(times: u32) -> impl FnMut() -> Result<u32, &'static str> {
    let mut calls = 0;
    move || {
        calls += 1;
        if calls > times {
            Ok(calls)
        } else {
            Err("busy")
        }
    }
}
