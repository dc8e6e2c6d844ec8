//! One breaker for each key. The store of keys is tested with budgets.

use super::{
    super::Breakers,
    Breaker, fail,
    std::{format, string::String, sync::Arc},
};
use crate::breaker::BreakerState;

#[test]
fn a_key_keeps_its_breaker() {
    let hosts: Breakers<String> = Breakers::new(|| Breaker::consecutive(1));
    fail(&hosts.get("tea"), 0);
    assert_eq!(hosts.get("tea").state(), BreakerState::Open);
    assert_eq!(hosts.get("coffee").state(), BreakerState::Closed);
}

#[test]
fn the_key_that_was_used_least_recently_goes() {
    static HOSTS: Breakers<u32> = Breakers::new(|| Breaker::consecutive(1)).max_keys(2);
    let first = HOSTS.get(&1);
    HOSTS.get(&2);
    HOSTS.get(&1);
    HOSTS.get(&3);
    assert!(Arc::ptr_eq(&first, &HOSTS.get(&1)));
    assert_eq!(
        format!("{HOSTS:?}"),
        "Breakers { keys: 2, max_keys: 2, .. }"
    );
}
