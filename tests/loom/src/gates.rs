//! The one word of a gate.

use crate::{SECOND, atomic::AtomicU64, closing::Closing, closings::Closings, model};

fn open() -> Closings {
    Closings(AtomicU64::new(Closing::NONE))
}

/// Closed for so many seconds.
fn closed_for(seconds: u64) -> Closings {
    let closings = open();
    closings.add(closing(seconds));
    closings
}

fn closing(seconds: u64) -> Closing {
    Closing::new(seconds * SECOND, SECOND)
}

/// What the gate says, in whole seconds.
fn opens_at(closings: &Closings) -> Option<u64> {
    closings.latest().map(|closing| closing.opens() / SECOND)
}

#[test]
fn the_later_of_two_closings_stays() {
    model(
        open,
        |closings| closings.add(closing(3)),
        |closings| {
            closings.add(closing(5));
            opens_at(closings)
        },
        |closings, (), seen| {
            assert_eq!(seen, Some(5));
            assert_eq!(opens_at(closings), Some(5));
        },
    );
}

#[test]
fn a_closing_stays_that_comes_while_another_is_forgotten() {
    model(
        || closed_for(3),
        |closings| closings.forget(closing(3)),
        |closings| closings.add(closing(5)),
        |closings, (), ()| assert_eq!(opens_at(closings), Some(5)),
    );
}

/// Two calls have seen that the time of the same closing is over, and the answer to one of them closes the gate again.
#[test]
fn a_new_closing_is_not_forgotten_with_the_old_one() {
    model(
        || closed_for(3),
        |closings| closings.forget(closing(3)),
        |closings| {
            closings.forget(closing(3));
            closings.add(closing(4));
        },
        |closings, (), ()| assert_eq!(opens_at(closings), Some(4)),
    );
}
