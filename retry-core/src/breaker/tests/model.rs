//! Breakers beside a plain model of them, over random calls at random times.

use core::time::Duration;

use proptest::{collection::vec, prelude::*, sample::Index};

use super::{
    super::{BreakerState, ticket::Ticket},
    At, Breaker, SECOND, accept,
    std::vec::Vec,
};
use crate::{outcome::Verdict, policy::Backoff};

#[derive(Clone, Copy, Debug)]
enum Call {
    Ask,
    /// Of the attempts that are out, which one ends, and how. `None` if it was cut.
    End(Index, Option<Verdict>),
    Drop(Index),
    Isolate,
    Reset,
}

fn call() -> impl Strategy<Value = Call> {
    let end = prop_oneof![
        3 => Just(Some(Verdict::Accept)),
        1 => Just(Some(Verdict::Stop)),
        6 => Just(Some(Verdict::Retry)),
        1 => Just(None),
    ];
    prop_oneof![
        80 => Just(Call::Ask),
        80 => (any::<Index>(), end).prop_map(|(index, end)| Call::End(index, end)),
        10 => any::<Index>().prop_map(Call::Drop),
        1 => Just(Call::Isolate),
        1 => Just(Call::Reset),
    ]
}

/// The time to the next call, in milliseconds.
fn step() -> impl Strategy<Value = u64> {
    prop_oneof![6 => Just(0), 4 => 0..1000_u64, 3 => 1000..7000_u64, 1 => 0..100_000_u64]
}

#[derive(Clone, Copy, Debug)]
enum Rule {
    Consecutive(u32),
    /// Half of the calls in 10 s, at least so many.
    Half(u64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Closed,
    Open { until: u64 },
    HalfOpen { out: u32, succeeded: u32 },
    Isolated,
}

/// All that happened, as lists.
struct Model {
    rule: Rule,
    probes: u32,
    state: State,
    openings: u32,
    generation: u64,
    in_a_row: u32,
    /// Second and failure of the calls in this generation.
    calls: Vec<(u64, bool)>,
}

/// What an attempt in the model holds: generation and whether it is a probe.
type Pass = (u64, bool);

fn open_for(opening: u32) -> u64 {
    (SECOND << (opening - 1).min(20)).min(4 * SECOND)
}

impl Model {
    fn new(rule: Rule, probes: u32) -> Self {
        Self {
            rule,
            probes,
            state: State::Closed,
            openings: 0,
            generation: 0,
            in_a_row: 0,
            calls: Vec::new(),
        }
    }

    fn ask(&mut self, now: u64) -> Result<Pass, Duration> {
        if let State::Open { until } = self.state {
            if now < until {
                return Err(Duration::from_nanos(until - now));
            }
            self.state = State::HalfOpen {
                out: 0,
                succeeded: 0,
            };
        }
        match &mut self.state {
            State::Closed => Ok((self.generation, false)),
            State::HalfOpen { out, succeeded } if *out + *succeeded < self.probes => {
                *out += 1;
                Ok((self.generation, true))
            }
            State::HalfOpen { .. } => Err(Duration::from_nanos(open_for(self.openings) / 10)),
            State::Open { .. } | State::Isolated => Err(Duration::MAX),
        }
    }

    fn end(&mut self, pass: Pass, failed: bool, now: u64) {
        let is_probe = matches!(self.state, State::HalfOpen { .. });
        if pass != (self.generation, is_probe) {
            return;
        }
        match &mut self.state {
            State::Closed => {
                self.in_a_row = if failed { self.in_a_row + 1 } else { 0 };
                self.calls.push((now / SECOND, failed));
                if failed && self.is_too_much(now) {
                    self.open(now);
                }
            }
            State::HalfOpen { .. } if failed => self.open(now),
            State::HalfOpen { out, succeeded } => {
                *out -= 1;
                *succeeded += 1;
                if *succeeded == self.probes {
                    self.close();
                }
            }
            State::Open { .. } | State::Isolated => {}
        }
    }

    fn drop(&mut self, pass: Pass) {
        if let State::HalfOpen { out, .. } = &mut self.state {
            if pass == (self.generation, true) {
                *out -= 1;
            }
        }
    }

    fn is_too_much(&self, now: u64) -> bool {
        match self.rule {
            Rule::Consecutive(most) => self.in_a_row >= most,
            Rule::Half(min_calls) => {
                let first = (now / SECOND).saturating_sub(9);
                let recent = self.calls.iter().filter(|(second, _)| *second >= first);
                let calls = recent.clone().count() as u64;
                let failures = recent.filter(|(_, failed)| *failed).count() as u64;
                calls >= min_calls && 2 * failures >= calls
            }
        }
    }

    fn open(&mut self, now: u64) {
        self.openings += 1;
        self.generation += 1;
        let until = now + open_for(self.openings);
        self.state = State::Open { until };
    }

    fn close(&mut self) {
        self.state = State::Closed;
        self.openings = 0;
        self.in_a_row = 0;
        self.calls.clear();
    }
}

fn breaker(rule: Rule, probes: u32) -> Breaker {
    let backoff = Backoff::exponential(Duration::from_secs(1)).max_delay(Duration::from_secs(4));
    match rule {
        Rule::Consecutive(most) => Breaker::consecutive(most),
        Rule::Half(min_calls) => Breaker::rate(0.5)
            .min_calls(u32::try_from(min_calls).expect("few"))
            .window(Duration::from_secs(10)),
    }
    .backoff(backoff)
    .probes(probes)
}

fn of(state: State) -> BreakerState {
    match state {
        State::Closed => BreakerState::Closed,
        State::Open { .. } => BreakerState::Open,
        State::HalfOpen { .. } => BreakerState::HalfOpen,
        State::Isolated => BreakerState::Isolated,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_breaker_does_what_its_model_does(
        rule in prop_oneof![
            (1..5_u32).prop_map(Rule::Consecutive),
            (1..8_u64).prop_map(Rule::Half),
        ],
        probes in 1..4_u32,
        calls in vec((step(), call()), 0..400),
    ) {
        let breaker = breaker(rule, probes);
        let mut model = Model::new(rule, probes);
        let mut out: Vec<(Ticket, Pass)> = Vec::new();
        let mut now = 0;
        for (step, call) in calls {
            now += step * 1_000_000;
            match call {
                Call::Ask => match (super::ask(&breaker, now), model.ask(now)) {
                    (Ok(ticket), Ok(pass)) => out.push((ticket, pass)),
                    (Err(open), Err(wait)) => prop_assert_eq!(open.retry_after(), wait),
                    (asked, expected) => prop_assert!(false, "{asked:?}, not {expected:?}"),
                },
                Call::End(index, end) if !out.is_empty() => {
                    let (ticket, pass) = out.swap_remove(index.index(out.len()));
                    match end {
                        Some(Verdict::Accept) => accept(&breaker, ticket, now),
                        Some(verdict) => breaker.report(ticket, &verdict, &At(now)),
                        None => breaker.failed(ticket, &At(now)),
                    }
                    let failed = !matches!(end, Some(Verdict::Accept | Verdict::Stop));
                    model.end(pass, failed, now);
                }
                Call::Drop(index) if !out.is_empty() => {
                    let (ticket, pass) = out.swap_remove(index.index(out.len()));
                    breaker.release(ticket);
                    model.drop(pass);
                }
                Call::End(..) | Call::Drop(_) => {}
                Call::Isolate => {
                    breaker.isolate();
                    model.generation += 1;
                    model.openings = 0;
                    model.state = State::Isolated;
                }
                Call::Reset => {
                    breaker.reset();
                    model.generation += 1;
                    model.close();
                }
            }
            prop_assert_eq!(breaker.state(), of(model.state));
            let left = match model.state {
                State::Open { until } if until > now => Some(Duration::from_nanos(until - now)),
                State::Isolated => Some(Duration::MAX),
                _ => None,
            };
            prop_assert_eq!(breaker.open_for_another(&At(now)), left);
        }
    }
}
