//! How a hedged run moves on: its attempts begin, end and are dropped.

use core::{
    future::Future,
    task::{Context, Poll, ready},
    time::Duration,
};

use super::{
    failed::Failed,
    further_attempt::FurtherAttempt,
    hedge_state::Phase,
    hedged_future::HedgedProjection,
    hedged_options::HedgedOptions,
    slots::{End, EndedAttempt, Slot, Slots},
};
use crate::{
    driver::StopReason,
    limits::LendsHedge,
    outcome::{Outcome, TimedOut, Verdict},
    retry::{Async, Operation, guard::Guarded, maybe_breaker::MaybeBreaker, run_state::RunState},
    time::{Task, WaitState},
};

impl<A, Op, Fut, S, G, H, Q, C> HedgedProjection<'_, A, Op, Fut, S, G, H, Q, C>
where
    Op: Operation<Async<Fut, A>, Returned = Fut>,
    Fut: Future,
    Fut::Output: Outcome,
    S: Future,
    H: LendsHedge,
    C: HedgedOptions<Fut::Output, Sleep = S, Guard = G, Breaker = Q>,
    G: Future<Output = TimedOut>,
    Q: MaybeBreaker,
{
    /// Polls the attempts that are out, but for those in `polled`, and the delay before the next one.
    pub(super) fn poll_others(&mut self, polled: u8, cx: &mut Context<'_>) -> Poll<C::Output> {
        assert!(
            self.state.phase != Phase::Over,
            "a finished run was polled again"
        );
        let mut polled = polled;
        loop {
            // Only those that have begun since: the others have been polled.
            let new = self.state.race.out() & !polled;
            polled |= new;
            if new != 0 {
                if let Some(output) = self.poll_attempts(new, cx) {
                    self.state.phase = Phase::Over;
                    return Poll::Ready(output);
                }
            } else {
                ready!(self.poll_alarm(cx));
            }
        }
    }

    /// Makes the attempt that the driver has counted. The delay before the next one begins anew.
    fn begin_attempt(&mut self) {
        let run = &mut self.run.0;
        let number = run.driver.attempt();
        run.driver.begin_attempt();
        self.state.phase = Phase::Racing;
        self.state.paid = run.driver.paid();
        self.state.race.begin(number);
        let limit = run.limit::<Fut::Output, Task>();
        let is_out_of_time = C::IS_LIMITED && run.is_out_of_time::<Fut::Output, Task>(limit);
        let slot = if is_out_of_time {
            Slot::OutOfTime
        } else {
            self.attempt::<true>(limit)
        };
        self.slots.as_mut().of(number).set(slot);
        self.alarm.set(None);
    }

    /// An attempt that begins now and has this limit.
    #[inline]
    pub(super) fn attempt<const MARKED: bool>(
        &mut self,
        limit: Option<Duration>,
    ) -> Slot<Fut, G, Q> {
        let (op, run) = (&mut *self.op, &mut self.run.0);
        let mut breaker = run.options.breaker();
        if !breaker.ask(run.options.clock()) {
            return Slot::Refused { breaker };
        }
        let guard = run.options.guard_beside_others(limit);
        let span = run.span::<Fut::Output, Task>();
        let attempt = run.marked::<Fut::Output, Task, MARKED, _>(&span, |run| {
            op.run(|| run.attempt::<Fut::Output, Task>())
        });
        Slot::Out {
            began: Self::now(run),
            attempt: Guarded { attempt, guard },
            span,
            breaker,
        }
    }

    /// Judges an attempt that has ended: its accepted outcome, or the failure.
    #[inline]
    pub(super) fn judge(
        &mut self,
        attempt: u32,
        ended: EndedAttempt<Fut::Output, Q>,
    ) -> Result<Fut::Output, Failed<Fut::Output>> {
        let EndedAttempt {
            end,
            began,
            mut breaker,
        } = ended;
        let options = &mut self.run.0.options;
        let (outcome, was_cut) = match end {
            End::Outcome(outcome) => (outcome, false),
            End::Cut(timed_out) => (options.timed_out(timed_out), true),
            End::Refused => (options.refused_by(&mut breaker), false),
        };
        let verdict = match breaker.refusal() {
            Some(verdict) => verdict,
            None => options.judge(&outcome),
        };
        let is_accepted = verdict == Verdict::Accept;
        let held = breaker.ended(&verdict, was_cut, options.clock());
        if is_accepted || was_cut {
            self.learn(began, was_cut);
        }
        if is_accepted {
            return Ok(outcome);
        }
        Err(Failed {
            attempt,
            outcome,
            verdict,
            was_cut,
            held,
        })
    }

    /// Judges an attempt that has ended: the output of the run, or the failure.
    fn end_attempt(
        &mut self,
        attempt: u32,
        ended: EndedAttempt<Fut::Output, Q>,
    ) -> Result<C::Output, Failed<Fut::Output>> {
        self.state.race.end(attempt);
        let outcome = self.judge(attempt, ended)?;
        let run = &mut self.run.0;
        if run.driver.has_failed() {
            self.state.race.win(attempt);
            Ok(self.win(outcome))
        } else {
            Ok(run.options.accept_first(&run.driver, outcome))
        }
    }

    /// Polls these attempts. Returns the output if the run is over.
    fn poll_attempts(&mut self, new: u8, cx: &mut Context<'_>) -> Option<C::Output> {
        let mut new = new;
        // The last failure waits until all have been polled: if another attempt is accepted now, nothing follows it.
        let mut failed: Option<Failed<Fut::Output>> = None;
        while new != 0 {
            let attempt = new.trailing_zeros() + 1;
            new &= new - 1;
            let slot = self.slots.as_mut().of(attempt);
            let Some(ended) = slot.poll_and_drop::<C, true>(&self.run.0, cx) else {
                continue;
            };
            match self.end_attempt(attempt, ended) {
                Ok(output) => return Some(output),
                Err(this) => {
                    if let Some(earlier) = failed.replace(this) {
                        if let Some(output) = self.fail(earlier, true) {
                            return Some(output);
                        }
                    }
                }
            }
        }
        let others_are_out = self.state.race.is_on();
        failed.and_then(|failed| self.fail(failed, others_are_out))
    }

    /// What follows a failed attempt. Returns the output if the run is over.
    #[cold]
    #[inline(never)]
    pub(super) fn fail(
        &mut self,
        failed: Failed<Fut::Output>,
        others_are_out: bool,
    ) -> Option<C::Output> {
        let Failed {
            attempt,
            outcome,
            verdict,
            was_cut,
            held,
        } = failed;
        if self.state.phase == Phase::Granted {
            if matches!(verdict, Verdict::Retry | Verdict::Throttled(None)) {
                // The callee has asked for a delay, and nothing since says otherwise.
                return None;
            }
            self.revoke();
        }
        let further = FurtherAttempt {
            outcome: Some(&outcome),
            verdict: &verdict,
            was_cut,
            held,
            attempt,
            race: self.state.race,
            refused: self.state.refused,
        };
        let reason = match self.ask(&further) {
            Ok(wait) => {
                self.wait(wait);
                return None;
            }
            Err(reason) => reason,
        };
        if others_are_out && reason != StopReason::NotRetryable {
            self.refuse(reason);
            return None;
        }
        self.drop_attempts();
        let race = self.state.race;
        let RunState { options, driver } = &mut self.run.0;
        Some(options.fail_race(driver, outcome, &verdict, reason, race))
    }

    /// Ends a run that was hedged, or has failed attempts, with an accepted outcome.
    #[cold]
    #[inline(never)]
    fn win(&mut self, outcome: Fut::Output) -> C::Output {
        if self.state.phase == Phase::Granted {
            self.revoke();
        }
        self.learn_from_losers();
        self.drop_attempts();
        let RunState { options, driver } = &mut self.run.0;
        options.win_race(driver, outcome, self.state.race, self.state.paid)
    }

    /// Waits for the next attempt: for the delay of a hedge, or as long as the callee asked. Ready if one has begun.
    fn poll_alarm(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.alarm.is_none() {
            if !self.may_hedge() {
                return Poll::Pending;
            }
            let clock = self.run.0.options.clock();
            let delay = self.hedge.lend().delay(|| clock.nanos());
            self.state.delay = delay;
            let alarm = self.run.0.options.alarm(delay);
            self.alarm.set(Some(alarm));
        }
        if let Some(alarm) = self.alarm.as_mut().as_pin_mut() {
            ready!(alarm.poll(cx));
        }
        if self.state.phase == Phase::Racing {
            let further = FurtherAttempt {
                outcome: None,
                verdict: &Verdict::Retry,
                was_cut: false,
                held: None,
                attempt: self.run.0.driver.attempt(),
                race: self.state.race,
                refused: None,
            };
            if let Err(reason) = self.ask(&further) {
                self.refuse(reason);
                return Poll::Pending;
            }
        }
        self.begin_attempt();
        Poll::Ready(())
    }

    /// Whether a hedge may follow the attempts that are out.
    fn may_hedge(&self) -> bool {
        let RunState { options, driver } = &self.run.0;
        let hedged = options.policy().hedged(self.hedge.lend().at_most());
        self.state.refused.is_none() && !hedged.is_last(driver.attempt())
    }

    fn ask(&mut self, further: &FurtherAttempt<'_, Fut::Output>) -> Result<Duration, StopReason> {
        let RunState { options, driver } = &mut self.run.0;
        options.further(driver, self.hedge.lend().at_most(), further)
    }

    /// Makes the attempt that was granted, at once or after this wait.
    fn wait(&mut self, wait: Duration) {
        if wait.is_zero() {
            self.begin_attempt();
            return;
        }
        let RunState { options, driver } = &mut self.run.0;
        if let Some(state) = driver.wait() {
            *state = WaitState::UnderWay;
        }
        self.state.phase = Phase::Granted;
        let sleep = if self.state.race.is_on() {
            options.alarm(wait)
        } else {
            options.sleep(wait)
        };
        self.alarm.set(Some(sleep));
    }

    fn refuse(&mut self, reason: StopReason) {
        self.state.refused = Some(reason);
        self.alarm.set(None);
    }

    /// Takes back the attempt that was granted and has not begun.
    fn revoke(&mut self) {
        let RunState { options, driver } = &mut self.run.0;
        options.revoke(driver);
        self.state.phase = Phase::Racing;
        self.alarm.set(None);
    }

    fn drop_attempts(&mut self) {
        self.slots.set(Slots::new());
        self.alarm.set(None);
    }
}
