//! One budget for each key.

use core::hash::{Hash, Hasher};

use super::std::{
    format,
    string::String,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};
use crate::limits::{Budget, Budgets};

#[test]
fn a_key_keeps_its_budget() {
    let budgets: Budgets<String> = Budgets::new(|| Budget::reserved(1));
    let tea = budgets.get("tea");
    assert_eq!(super::granted(&tea, 9, 0), 1);
    assert!(Arc::ptr_eq(&tea, &budgets.get("tea")));
    assert_eq!(budgets.get("coffee").available(), 1.0);
    assert_eq!(budgets.get(&String::from("tea")).available(), 0.0);
}

#[test]
fn the_key_that_was_used_least_recently_goes() {
    let budgets: Budgets<u32> = Budgets::new(Budget::new).max_keys(3);
    let first = [1, 2, 3].map(|key| budgets.get(&key));
    // Uses 1, and then 1 again: the order is 2, 3, 1.
    budgets.get(&1);
    budgets.get(&1);
    budgets.get(&4);
    assert!(Arc::ptr_eq(&first[0], &budgets.get(&1)));
    assert!(Arc::ptr_eq(&first[2], &budgets.get(&3)));
    let second = budgets.get(&2);
    assert!(!Arc::ptr_eq(&first[1], &second));
    // 4 was the oldest then.
    assert_eq!(Arc::strong_count(&first[0]), 2);
    assert_eq!(Arc::strong_count(&first[1]), 1);
    let shown = format!("{budgets:?}");
    assert_eq!(shown, "Budgets { keys: 3, max_keys: 3, .. }");
}

#[test]
fn keys_without_end_do_not_fill_the_memory() {
    let budgets: Budgets<u32> = Budgets::new(Budget::new);
    for key in 0..5000 {
        budgets.get(&key);
    }
    let shown = format!("{budgets:?}");
    assert_eq!(shown, "Budgets { keys: 1000, max_keys: 1000, .. }");
}

#[test]
fn threads_that_ask_for_a_key_get_one_budget() {
    let made = AtomicUsize::new(0);
    let budgets = Budgets::<u32, _>::made_by(|| {
        made.fetch_add(1, Ordering::Relaxed);
        Budget::reserved(8)
    });
    let granted: usize = thread::scope(|scope| {
        let ask = || super::granted(&budgets.get(&7), 9, 0);
        let threads: [_; 4] = core::array::from_fn(|_| scope.spawn(ask));
        let granted = threads.map(|thread| thread.join().expect("no panic"));
        granted.iter().sum()
    });
    assert_eq!(granted, 8);
    assert!(made.into_inner() >= 1);
}

/// Asks for another key when it is cloned or dropped.
struct Nosy(u32);

static NOSY: Budgets<Nosy> = Budgets::new(make_nosily).max_keys(1);
static DROPPED: Mutex<u32> = Mutex::new(0);

fn make_nosily() -> Budget {
    assert!(NOSY.is_unlocked());
    Budget::new()
}

impl Clone for Nosy {
    fn clone(&self) -> Self {
        assert!(NOSY.is_unlocked());
        Self(self.0)
    }
}

impl Drop for Nosy {
    fn drop(&mut self) {
        assert!(NOSY.is_unlocked());
        *DROPPED.lock().expect("no panic") += 1;
    }
}

impl PartialEq for Nosy {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Nosy {}

impl Hash for Nosy {
    fn hash<H: Hasher>(&self, state: &mut H) {
        assert!(self.0 != 13, "an unlucky key");
        self.0.hash(state);
    }
}

#[test]
fn no_lock_is_held_while_keys_are_cloned_and_dropped_and_budgets_made() {
    for key in [1, 2, 2, 3] {
        NOSY.get(&Nosy(key));
    }
    // Four that were asked with, and two for each of two that went.
    assert_eq!(*DROPPED.lock().expect("no panic"), 8);
    // A key that panics spoils nothing.
    let unlucky = thread::spawn(|| NOSY.get(&Nosy(13))).join();
    assert!(unlucky.is_err());
    let third = NOSY.get(&Nosy(3));
    assert!(Arc::ptr_eq(&third, &NOSY.get(&Nosy(3))));
}
