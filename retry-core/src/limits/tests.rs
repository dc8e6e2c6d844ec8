//! Budgets against published sequences, a plain model, an outage, and threads.

#![allow(clippy::float_cmp, reason = "tokens are exact")]

extern crate std;

#[cfg(feature = "std")]
mod keys;
mod ledgers;
mod model;
mod outage;
mod rings;
mod threads;
mod vectors;

const SECOND: u64 = 1_000_000_000;

/// How many of `asked` retries are granted, all at one time.
fn granted(budget: &super::Budget, asked: usize, now: u64) -> usize {
    let asked = 0..asked;
    asked
        .filter(|_| budget.withdraw(super::Charge::Retry, now))
        .count()
}
