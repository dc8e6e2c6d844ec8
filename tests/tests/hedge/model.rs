//! Random hedged runs against a plain model of the rules.

use std::time::Duration;

use proptest::{prelude::*, test_runner::RngSeed};
use retry_core::{Budget, Hedge, Policy, StopReason};

use crate::stage::{
    Answer::{self, After, Busy, Fatal, Fine, Throttled},
    Played, ms, play_with,
};

#[derive(Clone, Debug)]
struct Case {
    /// After how many milliseconds each attempt answers, and what.
    script: Vec<(u64, Answer)>,
    attempts: u32,
    at_most: u32,
    delay: u64,
    tokens: u32,
    deadline: Option<u64>,
}

const LONGEST_HINT: u64 = 1_000;

impl Case {
    fn policy(&self) -> Policy {
        let policy = Policy::new()
            .attempts(self.attempts)
            .max_retry_after(ms(LONGEST_HINT));
        match self.deadline {
            Some(deadline) => policy.deadline(ms(deadline)),
            None => policy,
        }
    }
}

fn case() -> impl Strategy<Value = Case> {
    let answer = prop_oneof![
        2 => Just(Fine),
        4 => Just(Busy),
        1 => (0..1_500_u64).prop_map(After),
        1 => (0..300_u64).prop_map(Throttled),
        1 => Just(Fatal),
    ];
    (
        prop::collection::vec((0..400_u64, answer), 5),
        1..7_u32,
        2..6_u32,
        0..200_u64,
        1..6_u32,
        prop::option::of(1..1_000_u64),
    )
        .prop_map(
            |(script, attempts, at_most, delay, tokens, deadline)| Case {
                script,
                attempts,
                at_most,
                delay,
                tokens,
                deadline,
            },
        )
}

/// What is to come besides the answers of those that are out.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    /// A hedge, if one may follow, when its delay is over.
    Hedge(u64),
    /// An attempt that is paid for.
    Granted(u64),
}

struct Model<'a> {
    case: &'a Case,
    now: u64,
    begins: Vec<u128>,
    /// The number of each attempt that is out, and when it answers.
    out: Vec<(usize, u64)>,
    next: Next,
    refused: Option<StopReason>,
    tokens: u32,
}

type Failed = (Answer, StopReason);

impl Model<'_> {
    fn begin(&mut self) {
        let number = self.begins.len();
        self.begins.push(self.now.into());
        self.out
            .push((number, self.now + self.case.script[number].0));
        self.next = Next::Hedge(self.now + self.case.delay);
    }

    /// Asks for a further attempt: after how many milliseconds it begins.
    fn ask(&mut self, answer: Answer) -> Result<u64, StopReason> {
        let case = self.case;
        if answer == Fatal {
            return Err(StopReason::NotRetryable);
        }
        if let Some(reason) = self.refused {
            return Err(reason);
        }
        if self.begins.len() >= case.attempts.min(case.at_most) as usize {
            return Err(StopReason::Attempts);
        }
        let wait = match answer {
            After(hint) | Throttled(hint) => hint,
            _ => 0,
        };
        if wait > LONGEST_HINT {
            let (asked, limit) = (ms(wait), ms(LONGEST_HINT));
            return Err(StopReason::HintTooLong { asked, limit });
        }
        if case.deadline.is_some_and(|end| self.now + wait >= end) {
            return Err(StopReason::Deadline);
        }
        if self.tokens == 0 {
            return Err(StopReason::Budget);
        }
        self.tokens -= 1;
        Ok(wait)
    }

    fn fail(&mut self, answer: Answer, others_are_out: bool) -> Result<(), Failed> {
        if let Next::Granted(_) = self.next {
            if answer == Busy {
                return Ok(());
            }
            self.tokens += 1;
            self.next = Next::Hedge(self.now + self.case.delay);
        }
        match self.ask(answer) {
            Ok(0) => self.begin(),
            Ok(wait) => self.next = Next::Granted(self.now + wait),
            Err(reason) if others_are_out && reason != StopReason::NotRetryable => {
                self.refused = Some(reason);
            }
            Err(reason) => return Err((answer, reason)),
        }
        Ok(())
    }

    /// The answers of this millisecond, of those that began before it and are not in `seen`.
    fn answers(&mut self, seen: &mut Vec<usize>) -> Option<Result<usize, Failed>> {
        let new: Vec<_> = self
            .out
            .iter()
            .copied()
            .filter(|it| !seen.contains(&it.0))
            .collect();
        let mut last = None;
        for (number, at) in new {
            seen.push(number);
            if at > self.now {
                continue;
            }
            self.out.retain(|it| it.0 != number);
            let answer = self.case.script[number].1;
            if answer == Fine {
                return Some(Ok(number));
            }
            let earlier = last.replace(answer);
            if let Some(Err(failed)) = earlier.map(|earlier| self.fail(earlier, true)) {
                return Some(Err(failed));
            }
        }
        let others_are_out = !self.out.is_empty();
        let failed = self.fail(last?, others_are_out);
        failed.err().map(Err)
    }

    /// Whether an attempt begins because its time has come.
    fn alarm(&mut self) -> bool {
        match self.next {
            Next::Granted(at) if self.now >= at => {}
            Next::Hedge(at) if self.now >= at && self.may_hedge() => {
                if let Err(reason) = self.ask(Busy) {
                    self.refused = Some(reason);
                    return false;
                }
            }
            _ => return false,
        }
        self.begin();
        true
    }

    fn may_hedge(&self) -> bool {
        let most = self.case.attempts.min(self.case.at_most) as usize;
        self.refused.is_none() && self.begins.len() < most
    }

    fn run(mut self) -> (Played, u32) {
        self.begin();
        loop {
            let mut seen = Vec::new();
            loop {
                if let Some(end) = self.answers(&mut seen) {
                    return self.end(end);
                }
                let is_new = self.out.iter().any(|it| !seen.contains(&it.0));
                if !is_new && !self.alarm() {
                    break;
                }
            }
            self.now += 1;
        }
    }

    fn end(mut self, end: Result<usize, Failed>) -> (Played, u32) {
        if let Next::Granted(_) = self.next {
            self.tokens += 1;
        }
        let (outcome, stop) = match end {
            #[allow(clippy::cast_possible_truncation, reason = "at most five")]
            Ok(number) => (Ok(number as u32 + 1), StopReason::Accepted),
            Err((answer, reason)) => (Err(answer), reason),
        };
        #[allow(clippy::cast_possible_truncation, reason = "at most five")]
        let dropped = self.out.len() as u32;
        let played = Played {
            ended: self.now.into(),
            winner: outcome.ok(),
            outcome,
            stop,
            dropped,
            begins: self.begins,
        };
        (played, self.tokens)
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        rng_seed: RngSeed::Fixed(0x5EED),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_run_does_what_the_rules_say(case in case()) {
        let model = Model {
            case: &case,
            now: 0,
            begins: Vec::new(),
            out: Vec::new(),
            next: Next::Hedge(0),
            refused: None,
            tokens: case.tokens,
        };
        let (expected, tokens) = model.run();
        let budget = Budget::reserved(case.tokens);
        let hedge = Hedge::after(Duration::from_millis(case.delay)).at_most(case.at_most);
        let script = &case.script;
        let played = play_with(case.policy(), hedge, &budget, script);
        prop_assert_eq!(played, expected);
        prop_assert_eq!(budget.available(), f64::from(tokens));
    }
}
