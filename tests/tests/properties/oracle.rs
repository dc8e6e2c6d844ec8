//! What a run may do, from the documentation alone: it knows no seed, so of a random delay it knows the bounds.

use std::{slice::Iter, time::Duration};

use retry_core::{Attempts, Jitter, StopReason, Verdict};

use crate::{
    bounds::{Bounds, Documented, scheduled},
    play::{Hook, Note, Trace},
    script::{Bucket, Script},
};

/// Follows a trace, and panics where the run did what it must not do.
pub(crate) fn follow(script: &Script, is_scheduled: bool, trace: &Trace) {
    let mut oracle = Oracle {
        script,
        schedule: is_scheduled.then(|| script.schedule.iter()),
        notes: trace.notes.iter(),
        waits: trace.waits.iter(),
        attempt: 1,
        now: Duration::ZERO,
        start: Duration::ZERO,
        chain: None,
        tokens: script.bucket.map_or(0, |bucket| bucket.capacity),
        paid: None,
    };
    oracle.restart_chain();
    let mut calls = 0;
    while oracle.attempt_fails(calls, trace) {
        calls += 1;
    }
    assert_eq!(trace.calls, calls + 1);
    assert_eq!(oracle.notes.next(), None, "nothing follows the end");
    assert_eq!(
        oracle.waits.next(),
        None,
        "no wait follows the last attempt"
    );
    let left = script.bucket.map(|_| f64::from(oracle.tokens));
    assert_eq!(trace.available, left);
}

struct Oracle<'a> {
    script: &'a Script,
    schedule: Option<Iter<'a, Duration>>,
    notes: Iter<'a, Note>,
    waits: Iter<'a, Duration>,
    attempt: u32,
    now: Duration,
    start: Duration,
    /// The delay before, if decorrelated jitter goes on from it.
    chain: Option<Duration>,
    tokens: u32,
    paid: Option<u32>,
}

/// What may follow a failed attempt.
#[derive(Debug)]
struct Allowed {
    stop: Option<StopReason>,
    wait: Option<Bounds>,
}

impl Allowed {
    const fn stop(reason: StopReason) -> Self {
        Self {
            stop: Some(reason),
            wait: None,
        }
    }
}

impl Oracle<'_> {
    /// Whether the attempt is followed by another one.
    fn attempt_fails(&mut self, call: usize, trace: &Trace) -> bool {
        let step = self.script.step(call);
        let began = self.now;
        self.now += step.ran;
        let Some(verdict) = step.verdict else {
            assert_eq!(trace.outcome, Ok(call));
            return self.accepted(None);
        };
        if verdict == Verdict::Accept {
            assert_eq!(trace.outcome, Err(call));
            return self.accepted(Some(call));
        }
        let settings = &self.script.settings;
        if settings.reset_after.is_some_and(|long| step.ran >= long) {
            self.attempt = 1;
            self.paid = None;
            self.start = match settings.deadline {
                Some(_) => self.now,
                None => began,
            };
            self.restart_chain();
        }
        let allowed = self.allowed(&verdict);
        let note = *self.notes.next().expect("each failure has a hook");
        assert_eq!((note.attempt, note.error), (self.attempt, Some(call)));
        assert_eq!(note.elapsed, self.now - self.start, "{note:?}");
        assert_eq!(note.hint, verdict.hint());
        match note.next {
            Ok(delay) => {
                self.waited(&note, delay, &verdict, &allowed);
                true
            }
            Err(reason) => {
                self.stopped(&note, reason, &verdict, &allowed);
                assert_eq!(trace.outcome, Err(call));
                false
            }
        }
    }

    fn accepted(&mut self, error: Option<usize>) -> bool {
        let note = self.notes.next().expect("the end has a hook");
        let expected = Note {
            hook: Hook::End,
            attempt: self.attempt,
            elapsed: self.now - self.start,
            hint: None,
            next: Err(StopReason::Accepted),
            error,
        };
        assert_eq!(*note, expected);
        if let Some(bucket) = self.script.bucket {
            let returned = self.paid.unwrap_or(1);
            self.tokens = (self.tokens + returned).min(bucket.capacity);
        }
        false
    }

    fn waited(&mut self, note: &Note, delay: Duration, verdict: &Verdict, allowed: &Allowed) {
        assert_eq!(note.hook, Hook::Retry);
        let Some((low, high)) = allowed.wait else {
            panic!("waited {delay:?} instead of {allowed:?}")
        };
        assert!(
            (low..=high).contains(&delay.as_nanos()),
            "{note:?}: {allowed:?}"
        );
        assert!(
            self.ends_in_time(delay.as_nanos()),
            "{note:?} passes the deadline"
        );
        assert_eq!(
            self.waits.next(),
            Some(&delay),
            "the wait is what the hook was told"
        );
        if let Some(bucket) = self.script.bucket {
            let cost = cost(bucket, verdict);
            assert!(
                cost <= self.tokens,
                "{note:?}: {} tokens are left",
                self.tokens
            );
            self.tokens -= cost;
            self.paid = Some(cost);
        }
        let is_of_the_chain = *verdict == Verdict::Retry && self.schedule.is_none();
        let is_fast = self.script.settings.fast_first && self.attempt == 1;
        self.chain = self
            .chain
            .and((is_of_the_chain && !is_fast).then_some(delay));
        self.now += delay;
        self.attempt += 1;
    }

    fn stopped(&mut self, note: &Note, reason: StopReason, verdict: &Verdict, allowed: &Allowed) {
        let is_broke = allowed.wait.is_some()
            && self
                .script
                .bucket
                .is_some_and(|bucket| cost(bucket, verdict) > self.tokens);
        match reason {
            StopReason::Budget => assert!(is_broke, "{note:?}: {} tokens are left", self.tokens),
            reason => assert_eq!(Some(reason), allowed.stop, "{note:?}"),
        }
        assert_eq!(note.hook, Hook::Stop);
        let end = Note {
            hook: Hook::End,
            ..*note
        };
        assert_eq!(self.notes.next(), Some(&end));
    }

    /// The rules but for the budget.
    fn allowed(&mut self, verdict: &Verdict) -> Allowed {
        let settings = self.script.settings;
        if *verdict == Verdict::Stop {
            return Allowed::stop(StopReason::NotRetryable);
        }
        if settings.attempts == Attempts::Limited(self.attempt) {
            return Allowed::stop(StopReason::Attempts);
        }
        let is_throttled = matches!(verdict, Verdict::Throttled(_));
        let backoff = Documented::new(settings, is_throttled);
        let (nominal, spread) = match &mut self.schedule {
            None => {
                let chain = self.chain.filter(|_| !is_throttled);
                (
                    backoff.unspread(self.attempt),
                    backoff.delay(self.attempt, chain),
                )
            }
            Some(schedule) => match schedule.next() {
                None => return Allowed::stop(StopReason::ScheduleEnded),
                Some(delay) => scheduled(&settings, *delay),
            },
        };
        let Some(hint) = verdict.hint() else {
            return self.in_time(spread);
        };
        let limit = settings.max_retry_after;
        if hint > limit {
            return Allowed::stop(StopReason::HintTooLong { asked: hint, limit });
        }
        let hint = hint.as_nanos();
        if settings.exact_hints {
            return self.in_time((hint, hint));
        }
        if settings.jitter == Jitter::None {
            return self.in_time((hint.max(nominal.0), hint.max(nominal.1)));
        }
        // The random part shrinks to fit the deadline, the hint does not.
        let longest = hint + nominal.1.max(hint / 10);
        match self.left() {
            Some(left) if hint < left => Allowed {
                stop: None,
                wait: Some((hint, longest.min(left - 1))),
            },
            Some(_) => Allowed::stop(StopReason::Deadline),
            None => self.in_time((hint, longest)),
        }
    }

    /// A delay within these bounds, unless it ends at the deadline or later.
    fn in_time(&self, (low, high): Bounds) -> Allowed {
        Allowed {
            stop: (!self.ends_in_time(high)).then_some(StopReason::Deadline),
            wait: self.ends_in_time(low).then_some((low, high)),
        }
    }

    fn ends_in_time(&self, wait: u128) -> bool {
        self.left().is_none_or(|left| wait < left)
    }

    /// The nanoseconds until the deadline.
    fn left(&self) -> Option<u128> {
        let elapsed = self.now - self.start;
        let deadline = self.script.settings.deadline?;
        Some(deadline.saturating_sub(elapsed).as_nanos())
    }

    fn restart_chain(&mut self) {
        let first = Documented::new(self.script.settings, false).first();
        self.chain = Some(first);
    }
}

fn cost(bucket: Bucket, verdict: &Verdict) -> u32 {
    match verdict {
        Verdict::Throttled(_) => bucket.throttled,
        _ => bucket.retry,
    }
}
