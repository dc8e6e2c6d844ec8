//! Futures that are polled at random: without a reason, by other threads, with other wakers; and dropped.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use proptest::{collection::vec, prelude::*};
use retry_core::{Backoff, Budget, Jitter, Policy, retry, testing::ManualClock};
use retry_tests::{SECOND, ZERO};

use crate::{
    config,
    stage::{Is, Stage, Wakes},
    staged::{CUT, FORMS, Staged, Start},
};

#[derive(Clone, Copy, Debug)]
enum Action {
    Poll,
    PollOnAnotherThread,
    /// Lets the attempt or the wait that is under way end.
    Open,
    /// Lets the timeout of the attempt end.
    Cut,
}

/// A run that is polled, and what it has to do.
struct Polled {
    future: Staged,
    stage: Stage,
    budget: Arc<Budget>,
    model: Model,
    wakes: Arc<Wakes>,
}

#[derive(Debug)]
struct Model {
    attempts: usize,
    failures: usize,
    delay: Duration,
    timeout: Option<Duration>,
    phase: Phase,
    is_open: bool,
    is_cut: bool,
    /// Whether the last poll was pending to let others run.
    has_yielded: bool,
    calls: usize,
    tokens: usize,
    begun: Vec<Is>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    New,
    Attempt,
    /// In a wait of no length, which is pending once.
    Yield,
    Wait,
    Done,
}

impl Model {
    fn begin_attempt(&mut self) {
        self.begun.extend(self.timeout.map(Is::Timeout));
        self.begun.push(Is::Attempt(self.calls));
        self.calls += 1;
        self.phase = Phase::Attempt;
        (self.is_open, self.is_cut) = (false, false);
    }

    fn poll(&mut self) -> Poll<Result<usize, usize>> {
        self.has_yielded = false;
        loop {
            match self.phase {
                Phase::New => self.begin_attempt(),
                Phase::Attempt if self.is_open || self.is_cut => {
                    let call = self.calls - 1;
                    // An outcome that is ready is not lost to a timeout.
                    let error = match () {
                        () if !self.is_open => CUT,
                        () if call < self.failures => call,
                        () => return self.end(Ok(call)),
                    };
                    if self.calls == self.attempts || self.tokens == 0 {
                        return self.end(Err(error));
                    }
                    self.tokens -= 1;
                    self.begun.push(Is::Wait(self.delay));
                    self.is_open = false;
                    self.phase = if self.delay.is_zero() {
                        Phase::Yield
                    } else {
                        Phase::Wait
                    };
                }
                Phase::Yield => {
                    self.phase = Phase::Wait;
                    self.has_yielded = true;
                    return Poll::Pending;
                }
                Phase::Wait if self.is_open => self.begin_attempt(),
                Phase::Attempt | Phase::Wait => return Poll::Pending,
                Phase::Done => unreachable!("a finished run is not polled"),
            }
        }
    }

    fn end(&mut self, result: Result<usize, usize>) -> Poll<Result<usize, usize>> {
        self.phase = Phase::Done;
        Poll::Ready(result)
    }

    /// What is left for others if the run is dropped now: a retry that is not made is not paid for.
    fn tokens_after_drop(&self) -> usize {
        self.tokens + usize::from(matches!(self.phase, Phase::Yield | Phase::Wait))
    }
}

impl Polled {
    fn new(start: Start, has_timeout: bool, plan: &Plan) -> Self {
        let stage = Stage::new(plan.failures);
        let policy = Policy::new()
            .attempts(u32::try_from(plan.attempts).expect("few attempts"))
            .backoff(Backoff::constant(plan.delay))
            .jitter(Jitter::None);
        let policy = if plan.is_marked {
            policy.suppress_nested()
        } else {
            policy
        };
        let budget = Arc::new(Budget::reserved(
            u32::try_from(plan.tokens).expect("few tokens"),
        ));
        Self {
            future: start(stage.clone(), policy, Arc::clone(&budget)),
            stage,
            budget,
            model: Model {
                attempts: plan.attempts,
                failures: plan.failures,
                delay: plan.delay,
                timeout: has_timeout.then_some(SECOND),
                phase: Phase::New,
                is_open: false,
                is_cut: false,
                has_yielded: false,
                calls: 0,
                tokens: plan.tokens,
                begun: Vec::new(),
            },
            wakes: Arc::default(),
        }
    }

    fn poll(&mut self) -> Poll<Result<usize, usize>> {
        self.wakes = Arc::default();
        let waker = Waker::from(Arc::clone(&self.wakes));
        let polled = self.future.as_mut().poll(&mut Context::from_waker(&waker));
        assert_retries_here();
        polled
    }

    /// Does it, and compares. Returns whether the run is over.
    fn act(&mut self, action: Action) -> bool {
        let is_parked = matches!(self.model.phase, Phase::Attempt | Phase::Wait);
        match action {
            Action::Poll | Action::PollOnAnotherThread => {
                let expected = self.model.poll();
                let polled = match action {
                    Action::Poll => self.poll(),
                    _ => thread::scope(|scope| {
                        let poll = scope.spawn(|| self.poll());
                        poll.join().expect("polling does not panic")
                    }),
                };
                assert_eq!(polled, expected, "{:?}", self.model);
                assert_eq!(self.stage.begun(), self.model.begun);
                assert_eq!(self.budget.available(), as_tokens(self.model.tokens));
                let wakes = usize::from(self.model.has_yielded);
                assert_eq!(self.wakes.count(), wakes, "{:?}", self.model);
                return polled.is_ready();
            }
            Action::Open => {
                let was_open = self.model.is_open;
                self.model.is_open = true;
                self.stage.open(|is| !matches!(is, Is::Timeout(_)));
                assert!(!is_parked || was_open || self.wakes.count() > 0);
            }
            Action::Cut => {
                let was_cut = self.model.is_cut;
                self.model.is_cut =
                    self.model.timeout.is_some() && self.model.phase == Phase::Attempt;
                self.stage.open(|is| matches!(is, Is::Timeout(_)));
                assert!(!self.model.is_cut || was_cut || self.wakes.count() > 0);
            }
        }
        false
    }

    /// As an executor does: polls only when it was woken.
    fn finish(mut self) {
        for _ in 0..100 {
            if self.act(Action::Poll) {
                return self.drop_now();
            }
            if self.wakes.count() == 0 {
                self.act(Action::Open);
            }
            assert!(self.wakes.count() > 0, "nobody wakes it: {:?}", self.model);
        }
        panic!("it does not end");
    }

    fn drop_now(self) {
        drop(self.future);
        assert_eq!(self.stage.alive(), 0);
        let left = self.model.tokens_after_drop();
        assert_eq!(self.budget.available(), as_tokens(left), "{:?}", self.model);
    }
}

fn as_tokens(tokens: usize) -> f64 {
    f64::from(u32::try_from(tokens).expect("few tokens"))
}

/// A run on this thread is not inside of another one.
fn assert_retries_here() {
    let clock = ManualClock::new();
    let report = retry(|| None::<()>)
        .attempts(2)
        .timer(&clock)
        .report()
        .call();
    assert_eq!(report.attempts, 2);
}

#[derive(Clone, Copy, Debug)]
struct Plan {
    attempts: usize,
    failures: usize,
    tokens: usize,
    delay: Duration,
    is_marked: bool,
}

fn plan() -> impl Strategy<Value = Plan> {
    let delay = prop_oneof![Just(ZERO), Just(SECOND)];
    (1..5_usize, 0..5_usize, 1..4_usize, delay, any::<bool>()).prop_map(
        |(attempts, failures, tokens, delay, is_marked)| Plan {
            attempts,
            failures,
            tokens,
            delay,
            is_marked,
        },
    )
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    let action = prop_oneof![
        4 => Just(Action::Poll),
        1 => Just(Action::PollOnAnotherThread),
        4 => Just(Action::Open),
        1 => Just(Action::Cut),
    ];
    vec(action, 0..30)
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn a_run_that_is_polled_at_random_does_the_same(
        plan in plan(),
        actions in actions(),
        is_dropped in any::<bool>(),
    ) {
        for (name, start) in FORMS {
            let mut polled = Polled::new(*start, name.ends_with("timeout"), &plan);
            if actions.iter().any(|action| polled.act(*action)) || is_dropped {
                polled.drop_now();
            } else {
                polled.finish();
            }
        }
    }
}

/// Polls until the run is over.
fn run_out(polled: &mut Polled) {
    while !polled.act(Action::Poll) {
        polled.act(Action::Open);
    }
}

#[test]
fn a_finished_run_panics_if_it_is_polled_and_does_nothing() {
    for (name, start) in FORMS {
        for failures in [0, 1, 9] {
            let plan = Plan {
                attempts: 3,
                failures,
                tokens: 3,
                delay: SECOND,
                is_marked: false,
            };
            let mut polled = Polled::new(*start, name.ends_with("timeout"), &plan);
            run_out(&mut polled);
            let begun = polled.stage.begun();
            for _ in 0..2 {
                let again = catch_unwind(AssertUnwindSafe(|| polled.poll()));
                assert!(again.is_err(), "{name} was polled again");
            }
            assert_eq!(polled.stage.begun(), begun, "{name}");
            polled.drop_now();
        }
    }
}

#[test]
fn a_pause_that_is_over_stays_so_and_its_retry_is_paid_once() {
    let stage = Stage::new(0);
    let budget = Arc::new(Budget::reserved(3));
    for delay in [ZERO, SECOND] {
        let policy = Policy::new().backoff(Backoff::constant(delay));
        let mut run = policy
            .start()
            .budget(Arc::clone(&budget))
            .timer(stage.clone());
        let before = budget.available();
        let pause = run.pause("busy").expect("a second attempt");
        let mut pausing = Box::pin(IntoFuture::into_future(pause));
        let mut cx = Context::from_waker(Waker::noop());
        assert!(pausing.as_mut().poll(&mut cx).is_pending());
        stage.open(|_| true);
        for _ in 0..3 {
            assert!(pausing.as_mut().poll(&mut cx).is_ready());
        }
        drop(pausing);
        assert_eq!(budget.available(), before - 1.0);
    }
    assert_eq!(stage.alive(), 0);
}
