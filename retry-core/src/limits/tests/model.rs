//! Budgets next to plain models of them, over random calls at random times.

use core::time::Duration;

use proptest::{collection::vec, prelude::*};

use super::{SECOND, std::vec::Vec};
use crate::limits::{Budget, Charge, budget::Rule};

const TOKEN: u64 = 1_000_000;
const COSTS: [u64; 3] = [TOKEN, 5 * TOKEN, TOKEN / 2];

#[derive(Clone, Copy, Debug)]
enum Call {
    Deposit,
    Withdraw(Charge),
    /// Of the grants that are out, which one is given back.
    GiveBack(prop::sample::Index),
    Accepted(Option<Charge>),
}

fn charge() -> impl Strategy<Value = Charge> + Clone {
    prop_oneof![
        Just(Charge::Retry),
        Just(Charge::Throttled),
        Just(Charge::TimedOut)
    ]
}

fn call() -> impl Strategy<Value = Call> {
    prop_oneof![
        4 => Just(Call::Deposit),
        4 => charge().prop_map(Call::Withdraw),
        1 => any::<prop::sample::Index>().prop_map(Call::GiveBack),
        1 => prop::option::of(charge()).prop_map(Call::Accepted),
    ]
}

/// The time to the next call in nanoseconds, for a window of 10 s: none, within a slot, a few slots, over
/// the window, years, and back.
fn step() -> impl Strategy<Value = i64> {
    let second = 1_000_000_000_i64;
    prop_oneof![
        6 => Just(0),
        4 => 0..second,
        3 => 0..12 * second,
        2 => (0_i64..25).prop_map(move |seconds| seconds * second),
        1 => 0..4_000_000_000 * second,
        1 => -3 * second..0,
    ]
}

fn cost(charge: Charge) -> u64 {
    COSTS[charge as usize]
}

/// A ratio budget as a list of deposits.
struct Model {
    ratio: u64,
    reserve: u64,
    per_second: u64,
    window: u64,
    born: Option<u64>,
    latest: u64,
    /// The slot of each.
    deposits: Vec<u64>,
    /// All that was granted or had expired before it was.
    spent: u128,
}

impl Model {
    fn see(&mut self, now: u64) {
        // The last nanosecond stands for "never".
        let now = now.min(u64::MAX - 1);
        self.born.get_or_insert(now);
        self.latest = self.latest.max(now);
    }

    fn age(&self) -> u64 {
        self.born.map_or(0, |born| self.latest.saturating_sub(born))
    }

    fn slot(&self) -> u64 {
        self.age() / (self.window / 10)
    }

    fn floor(&self, age: u128) -> u128 {
        age * u128::from(self.per_second) * u128::from(TOKEN) / u128::from(SECOND)
    }

    fn paid_in(&self) -> u128 {
        let deposits: u128 = self.deposits.iter().map(|_| u128::from(self.ratio)).sum();
        let floor = self.floor(u128::from(self.age()) + u128::from(SECOND));
        u128::from(self.reserve) + deposits + floor
    }

    fn expired(&self) -> u128 {
        let old = |slot: &&u64| self.slot() - **slot >= 10;
        let deposits: u128 = self
            .deposits
            .iter()
            .filter(old)
            .map(|_| u128::from(self.ratio))
            .sum();
        let age = u128::from(self.age()) + u128::from(SECOND);
        deposits + self.floor(age.saturating_sub(self.window.max(SECOND).into()))
    }

    fn left(&self) -> u128 {
        self.paid_in() - self.spent.max(self.expired())
    }

    fn deposit(&mut self, now: u64) {
        if self.ratio > 0 {
            self.see(now);
            self.deposits.push(self.slot());
        }
    }

    fn withdraw(&mut self, cost: u64, now: u64) -> bool {
        self.see(now);
        let is_granted = self.left() >= cost.into();
        if is_granted {
            self.spent = self.spent.max(self.expired()) + u128::from(cost);
        }
        is_granted
    }
}

#[allow(clippy::cast_precision_loss, reason = "small numbers")]
fn tokens(millionths: u64) -> f64 {
    millionths as f64 / TOKEN as f64
}

fn costly(budget: Budget) -> Budget {
    let [retry, throttled, timed_out] = COSTS.map(tokens);
    budget
        .retry_cost(retry)
        .throttled_cost(throttled)
        .timeout_cost(timed_out)
}

fn millionths_left(budget: &Budget) -> u64 {
    match &budget.rule {
        Rule::Ratio(ledger) => ledger.left(),
        Rule::Bucket(bucket) => bucket.left(&budget.missing),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_ratio_budget_is_the_list_of_its_deposits(
        ratio in prop_oneof![Just(0), Just(1), Just(200_000), 1..3 * TOKEN],
        reserve in prop_oneof![Just(0), 1..20_u32],
        per_second in prop_oneof![Just(0), 1..30_u32],
        window in prop_oneof![
            4 => Just(10 * SECOND),
            1 => SECOND / 2..30 * SECOND,
            1 => 10..1000_u64
        ],
        start in prop_oneof![Just(0), Just(100 * 365 * 24 * 3600 * SECOND)],
        calls in vec((step(), call()), 1..200),
    ) {
        let is_unfilled = ratio == 0 && reserve == 0 && per_second == 0;
        let reserve = if is_unfilled { 1 } else { reserve };
        let mut budget = Budget::unfilled();
        budget.set_ratio(tokens(ratio)).expect("it is allowed");
        budget.set_reserve(reserve);
        budget.set_per_second(per_second);
        let budget = costly(budget.window(Duration::from_nanos(window)));
        let mut model = Model {
            ratio,
            reserve: u64::from(reserve) * TOKEN,
            per_second: per_second.into(),
            window,
            born: None,
            latest: 0,
            deposits: Vec::new(),
            spent: 0,
        };
        let (mut now, mut out) = (start, Vec::new());
        for (step, call) in calls {
            now = now.saturating_add_signed(step);
            match call {
                Call::Deposit => {
                    budget.deposit(now);
                    model.deposit(now);
                }
                Call::Withdraw(charge) => {
                    let is_granted = budget.withdraw(charge, now);
                    prop_assert_eq!(is_granted, model.withdraw(cost(charge), now));
                    out.extend(is_granted.then_some(charge));
                }
                Call::GiveBack(index) if !out.is_empty() => {
                    let charge = out.swap_remove(index.index(out.len()));
                    budget.give_back(charge);
                    model.spent -= u128::from(cost(charge));
                }
                Call::GiveBack(_) => {}
                Call::Accepted(paid) => {
                    budget.accepted(paid, || now);
                    if paid.is_none() {
                        model.deposit(now);
                    }
                }
            }
            let left = millionths_left(&budget);
            prop_assert_eq!(u128::from(left), model.left());
            prop_assert_eq!(budget.available(), tokens(left));
        }
    }

    #[test]
    fn a_bucket_is_the_number_of_its_tokens(
        capacity in 1..40_u32,
        success_returns in prop::option::of(1..2 * TOKEN),
        above_half: bool,
        calls in vec(call(), 1..200),
    ) {
        let mut budget = costly(Budget::bucket(capacity));
        if let Some(returned) = success_returns {
            budget = budget.success_returns(tokens(returned));
        }
        if above_half {
            budget = budget.above_half();
        }
        let capacity = u64::from(capacity) * TOKEN;
        let (mut left, mut out) = (capacity, Vec::new());
        for call in calls {
            match call {
                Call::Deposit => budget.deposit(0),
                Call::Withdraw(charge) => {
                    let is_granted = if above_half {
                        left = left.saturating_sub(cost(charge));
                        2 * left > capacity
                    } else {
                        left >= cost(charge)
                    };
                    if is_granted && !above_half {
                        left -= cost(charge);
                    }
                    prop_assert_eq!(budget.withdraw(charge, 0), is_granted);
                    out.extend(is_granted.then_some(charge));
                }
                Call::GiveBack(index) if !out.is_empty() => {
                    let charge = out.swap_remove(index.index(out.len()));
                    budget.give_back(charge);
                    left = capacity.min(left + cost(charge));
                }
                Call::GiveBack(_) => {}
                Call::Accepted(paid) => {
                    budget.accepted(paid, || unreachable!("a bucket needs no time"));
                    let returned = success_returns.unwrap_or(paid.map_or(TOKEN, cost));
                    left = capacity.min(left + returned);
                }
            }
            prop_assert_eq!(millionths_left(&budget), left);
        }
    }
}
