use core::time::Duration;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    vec::Vec,
};

use super::guard::{Guard, MOST_RECORDED};
use crate::{
    driver::{Facts, run_end::RunEnd},
    policy::nanos,
};

/// The number of a run that a guard records: what its state holds in place of what is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::driver) struct RunId(pub(in crate::driver) u16);

/// The runs that guards record, by number. One table for the process, since a run may end on another
/// thread than that of its guard.
#[derive(Debug)]
struct RecordedRuns {
    runs: Vec<RecordedRun>,
    /// Those that have ended, the oldest first.
    ended: VecDeque<u16>,
}

#[derive(Debug)]
struct RecordedRun {
    has_ended: bool,
    is_nested: bool,
    /// The limit of the guards, which holds for the whole run.
    attempts: Option<u32>,
    waits: Vec<Duration>,
    guards: Vec<Weak<Guard>>,
}

static RUNS: Mutex<RecordedRuns> = Mutex::new(RecordedRuns::new());

/// Nothing that a caller wrote runs under this lock.
fn runs() -> MutexGuard<'static, RecordedRuns> {
    RUNS.lock().unwrap_or_else(PoisonError::into_inner)
}

impl RunId {
    /// The greatest number, which leaves room for the other modes of a run.
    pub(in crate::driver) const LAST: Self = Self(u16::MAX - 3);

    /// Records a run from now on. `None` if there are too many at once.
    pub(in crate::driver) fn begin(
        is_nested: bool,
        attempts: Option<u32>,
        guards: &[Arc<Guard>],
    ) -> Option<Self> {
        runs().begin(RecordedRun {
            has_ended: false,
            is_nested,
            attempts,
            waits: Vec::new(),
            guards: guards.iter().map(Arc::downgrade).collect(),
        })
    }

    pub(in crate::driver) fn is_nested(self) -> bool {
        runs().run(self).is_nested
    }

    /// How many attempts the guards allow.
    pub(in crate::driver) fn attempts(self) -> Option<u32> {
        runs().run(self).attempts
    }

    /// Adds a wait, in nanoseconds.
    pub(in crate::driver) fn add_wait(self, wait: u64) {
        let mut runs = runs();
        let run = runs.run(self);
        if !run.has_ended && run.waits.len() < MOST_RECORDED {
            run.waits.push(nanos::to_duration(wait));
        }
    }

    /// Takes back the last wait, whose retry is not made.
    pub(in crate::driver) fn take_wait_back(self) {
        runs().run(self).waits.pop();
    }

    /// Tells the guards that still live of the end.
    pub(in crate::driver) fn end(self, facts: &Facts) {
        let Err(reason) = facts.next else { return };
        let Some((waits, guards)) = runs().end(self) else {
            return;
        };
        let end = RunEnd {
            name: facts.name,
            attempts: facts.attempt,
            waits,
            reason,
        };
        for guard in guards.iter().filter_map(Weak::upgrade) {
            guard.record(end.clone());
        }
    }

    /// Ends the record of a run that was dropped before its end. No guard hears of it.
    pub(in crate::driver) fn forget(self) {
        runs().end(self);
    }
}

impl RecordedRuns {
    /// How many runs that have ended are kept before one makes room. A run may be asked for its limit
    /// after its end, and a copied loop by hand may go on: neither must meet another run's record.
    const ENDED: usize = 4096;

    const fn new() -> Self {
        Self {
            runs: Vec::new(),
            ended: VecDeque::new(),
        }
    }

    fn begin(&mut self, run: RecordedRun) -> Option<RunId> {
        let last = usize::from(RunId::LAST.0);
        let number = if self.ended.len() > Self::ENDED || self.runs.len() > last {
            self.ended.pop_front().or_else(|| self.forsaken())?
        } else {
            self.runs.push(run);
            return u16::try_from(self.runs.len() - 1).ok().map(RunId);
        };
        let id = RunId(number);
        *self.run(id) = run;
        Some(id)
    }

    /// A run that nobody records any more. A loop by hand that was left with `break` never says that it
    /// ended.
    fn forsaken(&self) -> Option<u16> {
        let has_no_guard =
            |run: &RecordedRun| run.guards.iter().all(|guard| guard.strong_count() == 0);
        let number = self.runs.iter().position(has_no_guard)?;
        u16::try_from(number).ok()
    }

    fn run(&mut self, id: RunId) -> &mut RecordedRun {
        &mut self.runs[usize::from(id.0)]
    }

    fn end(&mut self, id: RunId) -> Option<(Vec<Duration>, Vec<Weak<Guard>>)> {
        let run = self.run(id);
        if run.has_ended {
            return None;
        }
        run.has_ended = true;
        let recorded = (
            core::mem::take(&mut run.waits),
            core::mem::take(&mut run.guards),
        );
        self.ended.push_back(id.0);
        Some(recorded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(guard: &Arc<Guard>) -> RecordedRun {
        RecordedRun {
            has_ended: false,
            is_nested: false,
            attempts: None,
            waits: Vec::new(),
            guards: [Arc::downgrade(guard)].into(),
        }
    }

    #[test]
    fn a_number_is_given_again_after_many_others() {
        let (mut runs, guard) = (RecordedRuns::new(), Arc::default());
        let first = runs.begin(run(&guard)).expect("room");
        assert!(runs.end(first).is_some());
        assert!(runs.end(first).is_none(), "a run ends once");
        let mut others = 0;
        loop {
            let id = runs.begin(run(&guard)).expect("room");
            assert!(runs.end(id).is_some());
            if id == first {
                break;
            }
            others += 1;
        }
        assert_eq!(others, RecordedRuns::ENDED);
        assert_eq!(runs.runs.len(), RecordedRuns::ENDED + 1);
    }

    #[test]
    fn a_full_table_records_nothing_until_a_run_ends_or_loses_its_guards() {
        let (mut runs, guard) = (RecordedRuns::new(), Arc::default());
        let passing = Arc::default();
        assert_eq!(runs.begin(run(&passing)), Some(RunId(0)));
        for number in 1..=RunId::LAST.0 {
            assert_eq!(runs.begin(run(&guard)), Some(RunId(number)));
        }
        assert_eq!(runs.begin(run(&guard)), None);
        assert!(runs.end(RunId(7)).is_some());
        assert_eq!(runs.begin(run(&guard)), Some(RunId(7)));
        assert_eq!(runs.begin(run(&guard)), None);
        drop(passing);
        assert_eq!(runs.begin(run(&guard)), Some(RunId(0)));
        assert_eq!(runs.begin(run(&guard)), None);
    }
}
