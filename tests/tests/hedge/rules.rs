//! The rules but for hints, as rows of a table.

use retry_core::{Hedge, Policy, StopReason};

use crate::{
    row::{ROW, Row, assert_rows},
    stage::{
        Answer::{After, Busy, Fatal, Fine},
        ms,
    },
};

const NEVER: u64 = 1_000_000;

const ROWS: &[Row] = &[
    Row {
        what: "a first attempt that is fast enough is not hedged",
        script: &[(99, Fine)],
        times: (&[0], 99),
        ..ROW
    },
    Row {
        what: "one that is ready at once needs no delay",
        script: &[(0, Fine)],
        times: (&[0], 0),
        ..ROW
    },
    Row {
        what: "an attempt and the delay that are ready together: the attempt is polled first",
        script: &[(100, Fine)],
        times: (&[0], 100),
        ..ROW
    },
    Row {
        what: "the first accepted is the result, also if it began first",
        script: &[(150, Fine), (60, Fine)],
        times: (&[0, 100], 150),
        dropped: 1,
        ..ROW
    },
    Row {
        what: "a later attempt wins, and the others are dropped",
        script: &[(NEVER, Fine), (NEVER, Fine), (20, Fine)],
        times: (&[0, 100, 200], 220),
        end: Ok(3),
        dropped: 2,
        ..ROW
    },
    Row {
        what: "at most five, though the policy allows more",
        policy: Policy::new().attempts(9),
        script: &[(900, Fine)],
        times: (&[0, 100, 200, 300, 400], 900),
        dropped: 4,
        ..ROW
    },
    Row {
        what: "without a limit on attempts too",
        policy: Policy::new().unlimited(),
        script: &[(900, Fine)],
        times: (&[0, 100, 200, 300, 400], 900),
        dropped: 4,
        ..ROW
    },
    Row {
        what: "at most as many as the hedge says",
        hedge: Hedge::after(ms(100)).at_most(2),
        script: &[(900, Fine)],
        times: (&[0, 100], 900),
        dropped: 1,
        ..ROW
    },
    Row {
        what: "at most as many as the policy says, by default three",
        policy: Policy::new(),
        script: &[(900, Fine)],
        times: (&[0, 100, 200], 900),
        dropped: 2,
        ..ROW
    },
    Row {
        what: "one attempt is not hedged",
        policy: Policy::new().attempts(1),
        script: &[(900, Fine)],
        times: (&[0], 900),
        ..ROW
    },
    Row {
        what: "and its failure is the result",
        policy: Policy::new().attempts(1),
        script: &[(900, Busy)],
        times: (&[0], 900),
        end: Err((Busy, StopReason::Attempts)),
        ..ROW
    },
    Row {
        what: "a delay of zero starts all at once",
        hedge: Hedge::after(ms(0)),
        script: &[(50, Fine), (40, Fine), (30, Fine), (40, Fine), (50, Fine)],
        times: (&[0, 0, 0, 0, 0], 30),
        end: Ok(3),
        dropped: 4,
        ..ROW
    },
    Row {
        what: "a failure starts the next at once, without backoff, and the delay begins anew",
        script: &[(60, Busy), (NEVER, Fine), (10, Fine)],
        times: (&[0, 60, 160], 170),
        end: Ok(3),
        dropped: 1,
        ..ROW
    },
    Row {
        what: "a failure while another is out does so too",
        script: &[(150, Busy), (NEVER, Fine), (NEVER, Fine), (1, Fine)],
        times: (&[0, 100, 150, 250], 251),
        end: Ok(4),
        dropped: 2,
        ..ROW
    },
    Row {
        what: "all fail at once: the last outcome, after all attempts",
        script: &[(0, Busy), (0, Busy), (0, Busy), (0, Busy), (0, Busy)],
        times: (&[0, 0, 0, 0, 0], 0),
        end: Err((Busy, StopReason::Attempts)),
        ..ROW
    },
    Row {
        what: "once all have begun, a failure waits for those that are out",
        policy: Policy::new().attempts(2),
        script: &[(150, Busy), (200, Fine)],
        times: (&[0, 100], 300),
        end: Ok(2),
        ..ROW
    },
    Row {
        what: "and the last outcome to arrive is handed back",
        policy: Policy::new().attempts(2),
        script: &[(400, After(1)), (50, Busy)],
        times: (&[0, 100], 400),
        end: Err((After(1), StopReason::Attempts)),
        ..ROW
    },
    Row {
        what: "a fatal failure ends all",
        script: &[(NEVER, Fine), (30, Fatal)],
        times: (&[0, 100], 130),
        end: Err((Fatal, StopReason::NotRetryable)),
        dropped: 1,
        ..ROW
    },
    Row {
        what: "of the first attempt too",
        script: &[(30, Fatal)],
        times: (&[0], 30),
        end: Err((Fatal, StopReason::NotRetryable)),
        ..ROW
    },
    Row {
        what: "also once no further attempt may start",
        policy: Policy::new().attempts(2),
        script: &[(500, Fine), (30, Busy), (0, Fine)],
        times: (&[0, 100], 500),
        ..ROW
    },
    Row {
        what: "a fatal one is fatal then too",
        policy: Policy::new().attempts(2),
        script: &[(500, Fatal), (30, Busy)],
        times: (&[0, 100], 500),
        end: Err((Fatal, StopReason::NotRetryable)),
        ..ROW
    },
    Row {
        what: "a failure and an acceptance that arrive together: nothing follows the failure",
        script: &[(150, Busy), (50, Fine)],
        times: (&[0, 100], 150),
        end: Ok(2),
        ..ROW
    },
    Row {
        what: "two failures that arrive together start two attempts",
        script: &[(150, Busy), (50, Busy), (NEVER, Fine), (40, Fine)],
        times: (&[0, 100, 150, 150], 190),
        end: Ok(4),
        dropped: 1,
        ..ROW
    },
];

#[test]
fn attempts_begin_and_runs_end_as_grpc_a6_says() {
    assert_rows(ROWS);
}
