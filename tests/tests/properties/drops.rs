//! Each value is dropped once, and a budget keeps what was paid for the retries that were made, however a run
//! ends.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use proptest::prelude::*;
use retry_core::{
    CancelToken, StopReason, Verdict, retry,
    time::{BlockingTimer, Clock},
};

use crate::{
    bench::Bench,
    config, forms,
    play::{Ended, Fault, Hook, Play},
    script::{Script, script},
};

/// Checks a play that did not come to an end of its own, or did.
fn check(play: Play<'_>, is_over: bool, form: &str) {
    if let (Some(budget), Some(bucket)) = (play.budget, play.script.bucket) {
        let mut steps = (0..play.begun()).map(|call| play.script.step(call));
        let is_accepted = |verdict| matches!(verdict, None | Some(Verdict::Accept));
        let paid: u32 = steps
            .clone()
            .take(play.begun().saturating_sub(1))
            .map(|step| match step.verdict {
                Some(Verdict::Throttled(_)) => bucket.throttled,
                _ => bucket.retry,
            })
            .sum();
        // A success returns something, which the oracle follows.
        if !steps
            .next_back()
            .is_some_and(|step| is_accepted(step.verdict))
        {
            let left = f64::from(bucket.capacity - paid);
            assert_eq!(budget.available(), left, "{form}, over: {is_over}");
        }
    }
    let ledger = play.ledger.clone();
    drop(play);
    let drops = ledger.drops();
    assert!(drops.iter().all(|times| *times == 1), "{form}: {drops:?}");
}

/// Polls a future so many times, and drops it. Returns whether it was ready.
fn poll_for<F: Future>(future: F, polls: u32) -> bool {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    (0..polls).any(|_| match future.as_mut().poll(&mut cx) {
        Poll::Ready(outcome) => {
            drop(outcome);
            true
        }
        Poll::Pending => false,
    })
}

/// The forms that are futures.
const FUTURES: [(&str, PollFor); 4] = [
    ("future", |play, polls| {
        poll_for(forms::plain::future(play), polls)
    }),
    ("attribute", |play, polls| {
        poll_for(forms::plain::annotated(play), polls)
    }),
    ("block", |play, polls| {
        poll_for(forms::plain::block_future(play), polls)
    }),
    ("by hand", |play, polls| {
        poll_for(forms::plain::awaited_by_hand(play), polls)
    }),
];

type PollFor = fn(&Play<'_>, u32) -> bool;

fn fault() -> impl Strategy<Value = Fault> {
    let number = 0..6_usize;
    prop_oneof![
        number.clone().prop_map(Fault::Operation),
        number.clone().prop_map(Fault::Judge),
        number.clone().prop_map(Fault::Hook),
        number.prop_map(Fault::Timer),
    ]
}

fn broken(script: &Script, fault: Fault) -> Play<'_> {
    let mut play = Play::new(script);
    play.fault = Some(fault);
    if let Fault::Timer(number) = fault {
        play.bench.broken_at = Some(number);
    }
    play
}

/// When a token is cancelled, and at which wait, from 0.
#[derive(Clone, Copy, Debug)]
enum Cancel {
    Before(usize),
    During(usize),
}

/// A bench that cancels the token in one of its waits.
struct CancelsInWait<'a> {
    bench: &'a Bench,
    token: &'a CancelToken,
    at: Cancel,
}

impl Clock for CancelsInWait<'_> {
    fn now(&self) -> Duration {
        self.bench.now()
    }
}

impl BlockingTimer for CancelsInWait<'_> {
    fn block(&self, delay: Duration) {
        let number = self.bench.clock.waits().len();
        self.bench.block(delay);
        if matches!(self.at, Cancel::During(at) if at == number) {
            self.token.cancel();
        }
    }
}

fn cancelled(play: &Play<'_>, at: Cancel) -> (Ended, StopReason) {
    let token = CancelToken::new();
    let note = play.hook(Hook::Retry);
    let timer = CancelsInWait {
        bench: &play.bench,
        token: &token,
        at,
    };
    let report = retry(|| play.attempt())
        .policy(play.policy)
        .on(play.judge())
        .on_retry(|event| {
            note(event);
            if matches!(at, Cancel::Before(at) if play.notes().len() > at) {
                token.cancel();
            }
        })
        .timer(timer)
        .cancel_on(&token)
        .report()
        .call();
    (report.outcome, report.stop)
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn whatever_panics(script in script(), fault in fault()) {
        for (name, form) in forms::plain::ALL {
            let play = broken(&script, fault);
            let ended = catch_unwind(AssertUnwindSafe(|| form(&play)));
            let is_over = ended.is_ok();
            drop(ended);
            check(play, is_over, name);
        }
    }

    #[test]
    fn wherever_a_future_is_dropped(script in script(), polls in 0..40_u32) {
        for (name, poll) in FUTURES {
            let play = Play::new(&script);
            let is_over = poll(&play, polls);
            check(play, is_over, name);
        }
    }

    #[test]
    fn wherever_a_run_is_cancelled(script in script(), number in 0..5_usize, is_during in any::<bool>()) {
        let play = Play::new(&script);
        let at = if is_during { Cancel::During(number) } else { Cancel::Before(number) };
        let (outcome, stop) = cancelled(&play, at);
        let (Ok(last) | Err(last)) = &outcome;
        prop_assert_eq!(last.call + 1, play.begun(), "the last outcome comes back");
        // It waits no more once it is cancelled, and makes no further attempt.
        prop_assert!(play.begun() <= number + 1);
        prop_assert_eq!(stop == StopReason::Cancelled, play.notes().len() > number);
        let waits = play.bench.clock.waits().len();
        prop_assert_eq!(waits, play.notes().len().min(number + usize::from(is_during)));
        drop(outcome);
        check(play, true, "token");
    }
}
