//! A case: the attempts' answers, when they must begin, and how the run must end.

use retry_core::{Hedge, Policy, StopReason};

use crate::stage::{Answer, Played, Script, ms, play};

pub(crate) const FIVE: Policy = Policy::new().attempts(5);

pub(crate) struct Row {
    pub(crate) what: &'static str,
    pub(crate) policy: Policy,
    pub(crate) hedge: Hedge,
    pub(crate) script: Script<'static>,
    /// When the attempts begin, and when the run ends.
    pub(crate) times: (&'static [u128], u128),
    /// The number of the attempt that was accepted, or how the last failed and why the run stopped.
    pub(crate) end: Result<u32, (Answer, StopReason)>,
    pub(crate) dropped: u32,
}

/// A hedge after 100 ms, five attempts.
pub(crate) const ROW: Row = Row {
    what: "",
    policy: FIVE,
    hedge: Hedge::after(ms(100)),
    script: &[],
    times: (&[], 0),
    end: Ok(1),
    dropped: 0,
};

#[track_caller]
pub(crate) fn assert_rows(rows: &[Row]) {
    for row in rows {
        let played = play(row.policy, row.hedge, row.script);
        let (outcome, stop) = match row.end {
            Ok(winner) => (Ok(winner), StopReason::Accepted),
            Err((failure, stop)) => (Err(failure), stop),
        };
        let expected = Played {
            begins: row.times.0.to_vec(),
            ended: row.times.1,
            winner: outcome.ok(),
            outcome,
            stop,
            dropped: row.dropped,
        };
        assert_eq!(played, expected, "{}", row.what);
    }
}
