//! What a hint does to a hedged run, and a deadline, as rows of a table.

use retry_core::{Policy, StopReason};

use crate::{
    row::{FIVE, ROW, Row, assert_rows},
    stage::{
        Answer::{After, Busy, Fatal, Fine, Throttled},
        ms,
    },
};

const NEVER: u64 = 1_000_000;

const ROWS: &[Row] = &[
    Row {
        what: "a hint moves the next attempt, with nothing out",
        script: &[(30, After(500)), (10, Fine)],
        times: (&[0, 530], 540),
        end: Ok(2),
        ..ROW
    },
    Row {
        what: "a hint moves the next attempt, while another is out",
        script: &[(NEVER, Fine), (30, After(500)), (10, Fine)],
        times: (&[0, 100, 630], 640),
        end: Ok(3),
        dropped: 1,
        ..ROW
    },
    Row {
        what: "after a hint the delay is the usual one",
        script: &[(30, Throttled(500)), (NEVER, Fine), (10, Fine)],
        times: (&[0, 530, 630], 640),
        end: Ok(3),
        dropped: 1,
        ..ROW
    },
    Row {
        what: "a hint of zero starts the next at once",
        script: &[(30, After(0)), (10, Fine)],
        times: (&[0, 30], 40),
        end: Ok(2),
        ..ROW
    },
    Row {
        what: "one that is out may win before the next attempt is due, which is then not made",
        script: &[(300, Fine), (30, After(500)), (10, Fine)],
        times: (&[0, 100], 300),
        ..ROW
    },
    Row {
        what: "a failure without a hint leaves the moment that the callee asked for",
        script: &[(200, Busy), (30, After(500)), (10, Fine)],
        times: (&[0, 100, 630], 640),
        end: Ok(3),
        ..ROW
    },
    Row {
        what: "the latest hint counts: an earlier moment",
        script: &[(200, After(100)), (30, After(500)), (10, Fine)],
        times: (&[0, 100, 300], 310),
        end: Ok(3),
        ..ROW
    },
    Row {
        what: "the latest hint counts: a later moment",
        script: &[(200, After(900)), (30, After(500)), (10, Fine)],
        times: (&[0, 100, 1_100], 1_110),
        end: Ok(3),
        ..ROW
    },
    Row {
        what: "a fatal failure during the wait ends all",
        script: &[(200, Fatal), (30, After(500)), (10, Fine)],
        times: (&[0, 100], 200),
        end: Err((Fatal, StopReason::NotRetryable)),
        ..ROW
    },
    Row {
        what: "a hint that forbids retries ends hedging; the one that is out goes on and wins",
        script: &[(900, Fine), (30, After(61_000))],
        times: (&[0, 100], 900),
        ..ROW
    },
    Row {
        what: "or fails, and the reason is that which ended hedging",
        script: &[(900, Busy), (30, After(61_000))],
        times: (&[0, 100], 900),
        end: Err((
            Busy,
            StopReason::HintTooLong {
                asked: ms(61_000),
                limit: ms(60_000),
            },
        )),
        ..ROW
    },
    Row {
        what: "a hint that forbids retries also takes back an attempt that waits for its moment",
        script: &[(200, After(61_000)), (30, After(500)), (10, Fine)],
        times: (&[0, 100], 200),
        end: Err((
            After(61_000),
            StopReason::HintTooLong {
                asked: ms(61_000),
                limit: ms(60_000),
            },
        )),
        ..ROW
    },
    Row {
        what: "with nothing out it ends the run at once",
        script: &[(30, After(61_000))],
        times: (&[0], 30),
        end: Err((
            After(61_000),
            StopReason::HintTooLong {
                asked: ms(61_000),
                limit: ms(60_000),
            },
        )),
        ..ROW
    },
    Row {
        what: "no attempt begins at the deadline or later; those that are out go on",
        policy: FIVE.deadline(ms(200)),
        script: &[(900, Fine)],
        times: (&[0, 100], 900),
        dropped: 1,
        ..ROW
    },
    Row {
        what: "the last failure after the deadline has that reason",
        policy: FIVE.deadline(ms(200)),
        script: &[(900, Busy), (500, Busy)],
        times: (&[0, 100], 900),
        end: Err((Busy, StopReason::Deadline)),
        ..ROW
    },
    Row {
        what: "a hint past the deadline is not waited for",
        policy: FIVE.deadline(ms(200)),
        script: &[(30, After(170))],
        times: (&[0], 30),
        end: Err((After(170), StopReason::Deadline)),
        ..ROW
    },
    Row {
        what: "a reset has no effect",
        policy: Policy::new().reset_after(ms(1)),
        script: &[(50, Busy), (50, Busy), (50, Busy), (50, Fine)],
        times: (&[0, 50, 100], 150),
        end: Err((Busy, StopReason::Attempts)),
        ..ROW
    },
    Row {
        what: "the delay of throttled failures plays no role",
        policy: Policy::new().throttled_delay(ms(700)),
        script: &[(50, Throttled(0)), (50, Fine)],
        times: (&[0, 50], 100),
        end: Ok(2),
        ..ROW
    },
];

#[test]
fn a_hint_moves_the_next_attempt_or_ends_hedging() {
    assert_rows(ROWS);
}
