//! The table in the docs of [`Budget`].

use super::SECOND;
use crate::limits::{Budget, Charge};

/// How many attempts an outage of 60 s makes: 100 calls a second, each of which may make four attempts,
/// and all fail.
fn attempts(budget: Option<&Budget>) -> usize {
    let calls = (0..6000).map(|call| call * SECOND / 100);
    calls
        .map(|now| {
            if let Some(budget) = budget {
                budget.deposit(now);
            }
            let is_granted = |_: &u32| budget.is_none_or(|b| b.withdraw(Charge::Retry, now));
            1 + (1..4).take_while(is_granted).count()
        })
        .sum()
}

#[test]
fn an_outage_costs_what_the_docs_say() {
    assert_eq!(attempts(None), 24_000); // 4.00 for each call
    // By ratio 1200, by the floor 609: 10 for the first second and 599 since. 1.30 for each call.
    assert_eq!(attempts(Some(&Budget::new())), 6000 + 1809);
    assert_eq!(attempts(Some(&Budget::aws())), 6000 + 35); // 1.006
    assert_eq!(attempts(Some(&Budget::grpc())), 6000 + 4); // 1.001
}
