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
    slots::{Ended, Slot, Slots},
};
use crate::{
    driver::{Held, StopReason},
    limits::{LendsHedge, Tracker},
    outcome::{Outcome, TimedOut, Verdict},
    policy::nanos,
    retry::{Async, Operation, breaking::MaybeBreaker, guard::Guarded, run_state::RunState},
    time::{Clock, Task, WaitState},
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
    pub(super) fn begin(&mut self) {
        let takes_time = Op::TAKES_ATTEMPT || H::Tracker::LEARNS;
        self.run.0.begin::<Fut::Output, Task, true>(takes_time);
        self.begin_attempt();
    }

    /// Makes the attempt that the driver has counted. The delay before the next one begins anew.
    fn begin_attempt(&mut self) {
        let Self { op, state, .. } = self;
        let run = &mut self.run.0;
        let number = run.driver.attempt();
        run.driver.begin_attempt();
        state.phase = Phase::Racing;
        state.paid = run.driver.paid();
        state.race.begin(number);
        let limit = run.limit::<Fut::Output, Task>();
        let is_out_of_time =
            C::IS_LIMITED && number > 1 && run.is_out_of_time::<Fut::Output, Task>(limit);
        let mut breaker = run.options.breaker();
        let slot = if is_out_of_time {
            Slot::OutOfTime
        } else if !breaker.ask(run.options.clock()) {
            Slot::Refused { breaker }
        } else {
            let guard = run.options.guard_beside_others(limit);
            let span = run.span::<Fut::Output, Task>();
            let attempt = run.inside::<Fut::Output, Task, _>(&span, |run| {
                op.run(|| run.attempt::<Fut::Output, Task>())
            });
            Slot::Out {
                began: Self::now(run),
                attempt: Guarded { attempt, guard },
                span,
                breaker,
            }
        };
        self.slots.as_mut().of(number).set(slot);
        self.alarm.set(None);
    }

    /// Polls these attempts. Returns the output if the run is over.
    pub(super) fn poll_attempts(
        &mut self,
        new: &mut u8,
        cx: &mut Context<'_>,
    ) -> Option<C::Output> {
        // The last failure waits until all have been polled: if another attempt is accepted now, nothing follows it.
        let mut failed: Option<Failed<Fut::Output>> = None;
        while *new != 0 {
            let attempt = new.trailing_zeros() + 1;
            *new &= *new - 1;
            let mut slot = self.slots.as_mut().of(attempt);
            let Poll::Ready(ended) = slot.as_mut().poll(&self.run.0, cx) else {
                continue;
            };
            let began = slot.began();
            let options = &mut self.run.0.options;
            let mut breaker = slot.as_mut().swap_breaker(options.breaker());
            // Dropped before its outcome is judged.
            slot.set(Slot::Empty);
            self.state.race.end(attempt);
            let (outcome, was_cut) = match ended {
                Ended::Outcome(outcome) => (outcome, false),
                Ended::Cut(timed_out) => (options.timed_out(timed_out), true),
                Ended::Refused => (options.refused_by(&mut breaker), false),
            };
            let verdict = match breaker.refusal() {
                Some(verdict) => verdict,
                None => options.judge(&outcome),
            };
            let is_accepted = verdict == Verdict::Accept;
            let held = Self::tell(&mut breaker, options.clock(), &verdict, was_cut);
            if is_accepted || was_cut {
                self.learn(began, !is_accepted || was_cut);
            }
            if is_accepted {
                self.state.race.win(attempt);
                return Some(self.win(outcome));
            }
            let this = Failed {
                attempt,
                outcome,
                verdict,
                was_cut,
                held,
            };
            if let Some(earlier) = failed.replace(this) {
                if let Some(output) = self.fail(earlier, true) {
                    return Some(output);
                }
            }
        }
        let others_are_out = self.state.race.is_on();
        failed.and_then(|failed| self.fail(failed, others_are_out))
    }

    /// Tells the breaker how an attempt ended. Returns whether it lets none through now.
    fn tell(breaker: &mut Q, clock: &dyn Clock, verdict: &Verdict, was_cut: bool) -> Option<Held> {
        if was_cut {
            breaker.cut(clock);
        }
        if *verdict == Verdict::Accept {
            breaker.accepted(clock);
            return None;
        }
        breaker.failed(verdict, clock)
    }

    /// What follows a failed attempt. Returns the output if the run is over.
    #[cold]
    #[inline(never)]
    fn fail(&mut self, failed: Failed<Fut::Output>, others_are_out: bool) -> Option<C::Output> {
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

    /// Ends the run with an accepted outcome.
    fn win(&mut self, outcome: Fut::Output) -> C::Output {
        if !self.run.0.driver.has_failed() {
            let RunState { options, driver } = &mut self.run.0;
            return options.accept(driver, outcome);
        }
        if self.state.phase == Phase::Granted {
            self.revoke();
        }
        self.learn_from_losers();
        self.drop_attempts();
        let RunState { options, driver } = &mut self.run.0;
        options.win_race(driver, outcome, self.state.race, self.state.paid)
    }

    /// Waits for the next attempt: for the delay of a hedge, or as long as the callee asked. Ready if one has begun.
    pub(super) fn poll_alarm(&mut self, cx: &mut Context<'_>) -> Poll<()> {
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
        self.slots.set(Slots::EMPTY);
        self.alarm.set(None);
    }

    /// The clock, if the hedge learns.
    fn now(run: &RunState<C>) -> u64 {
        if H::Tracker::LEARNS {
            run.options.clock().nanos()
        } else {
            0
        }
    }

    /// Tells the hedge how long an attempt took or, if it was dropped, how long it ran, see
    /// [`Latencies`](crate::hedge::Latencies).
    fn learn(&self, began: Option<u64>, was_dropped: bool) {
        let (true, Some(began)) = (H::Tracker::LEARNS, began) else {
            return;
        };
        let now = Self::now(&self.run.0);
        let ran = now.saturating_sub(began);
        if !was_dropped || ran >= nanos::from_duration(self.state.delay) {
            self.hedge.lend().record(now, ran);
        }
    }

    fn learn_from_losers(&mut self) {
        let mut losers = self.state.race.out();
        while losers != 0 {
            let began = self.slots.as_mut().of(losers.trailing_zeros() + 1).began();
            losers &= losers - 1;
            self.learn(began, true);
        }
    }
}
