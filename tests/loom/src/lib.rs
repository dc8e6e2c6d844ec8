//! The shared words of budgets, breakers, gates and hedges, under every order of threads that the memory model allows.
//!
//! The files of `limits`, `breaker` and `http/gate` in `retry-core/src` that act on them are compiled here with loom's
//! atomics. What they are made of is made here, since loom's have no `const` constructors.
//!
//! `cargo test` in this folder runs the models.
#![cfg(test)]

#[path = "../../../retry-core/src/limits/bucket.rs"]
mod bucket;
#[path = "../../../retry-core/src/breaker/circuit.rs"]
mod circuit;
#[allow(dead_code, reason = "`Gate` uses more of it")]
#[path = "../../../retry-core/src/http/gate/closing.rs"]
mod closing;
#[path = "../../../retry-core/src/http/gate/closings.rs"]
mod closings;
#[path = "../../../retry-core/src/limits/hedge/count.rs"]
mod count;
#[path = "../../../retry-core/src/limits/ledger.rs"]
mod ledger;
#[path = "../../../retry-core/src/limits/ring.rs"]
mod ring;
#[allow(dead_code, reason = "`Breaker` uses more of it")]
#[path = "../../../retry-core/src/breaker/ticket.rs"]
mod ticket;
#[path = "../../../retry-core/src/breaker/window.rs"]
mod window;
#[allow(dead_code, reason = "`Breaker` uses more of it")]
#[path = "../../../retry-core/src/breaker/word.rs"]
mod word;

mod buckets;
mod circuits;
mod counts;
mod deposits;
mod gates;
mod windows;
mod withdrawals;

mod atomic {
    pub(super) use loom::sync::atomic::{AtomicU64, Ordering};
}

use loom::{sync::Arc, thread};

use self::{
    atomic::AtomicU64,
    ledger::{Ledger, NEVER},
    ring::Ring,
};

const TOKEN: u64 = 1_000_000;
const SECOND: u64 = 1_000_000_000;

/// A ratio budget with a window of 10 s, which has seen no time.
fn unborn(ratio: u64, reserve: u64, per_second: u32) -> Ledger {
    Ledger {
        ratio,
        reserve,
        per_second,
        window: 10 * SECOND,
        deposits: AtomicU64::new(0),
        ring: Ring(std::array::from_fn(|_| AtomicU64::new(0))),
        spent: AtomicU64::new(0),
        born: AtomicU64::new(NEVER),
        latest: AtomicU64::new(0),
    }
}

/// The same, born at 0.
fn ledger(ratio: u64, reserve: u64, per_second: u32) -> Ledger {
    let ledger = unborn(ratio, reserve, per_second);
    assert!(ledger.withdraw(0, 0), "nothing is always left");
    ledger
}

/// Runs `one` and `two` at the same time, in every order, and then `check` with what they returned.
fn model<T, A, B>(
    make: impl Fn() -> T + Send + Sync + 'static,
    one: impl Fn(&T) -> A + Copy + Send + Sync + 'static,
    two: impl Fn(&T) -> B + Copy + Send + Sync + 'static,
    check: impl Fn(&T, A, B) + Send + Sync + 'static,
) where
    T: Send + Sync + 'static,
    A: 'static,
{
    loom::model(move || {
        let shared = Arc::new(make());
        let other = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || one(&shared))
        };
        let two = two(&shared);
        let one = other.join().expect("no panic");
        check(&shared, one, two);
    });
}
