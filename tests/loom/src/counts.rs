//! Samples of a hedge that measures, at the end of a slot.

use crate::{
    atomic::AtomicU64,
    count::{Count, SLOTS, turn},
    model,
};

fn unused() -> Count {
    Count(AtomicU64::new(0))
}

/// The turn after the first, in the same place.
fn next() -> u64 {
    turn(SLOTS as u64)
}

#[test]
fn no_sample_is_lost() {
    model(
        unused,
        |count| count.add(turn(0)),
        |count| {
            count.add(turn(0));
            count.of(turn(0))
        },
        |count, (), seen| {
            assert!(seen == 1 || seen == 2, "{seen}");
            assert_eq!(count.of(turn(0)), 2);
        },
    );
}

/// The samples of the old turn expire, and the late one counts in the new turn or expires with them.
#[test]
fn a_new_turn_takes_over_no_old_sample_and_loses_no_new_one() {
    model(
        || {
            let count = unused();
            count.add(turn(0));
            count.add(turn(0));
            count
        },
        |count| {
            count.add(next());
            count.add(next());
        },
        |count| {
            count.add(turn(0));
            count.of(next())
        },
        |count, (), seen| {
            assert!(seen <= 3, "{seen}");
            let counted = count.of(next());
            assert!(counted == 2 || counted == 3, "{counted}");
            assert_eq!(count.of(turn(0)), 0);
        },
    );
}
