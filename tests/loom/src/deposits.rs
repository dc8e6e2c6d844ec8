//! Deposits, and what they pay for.

use crate::{SECOND, TOKEN, ledger, model, unborn};

#[test]
fn no_deposit_is_lost() {
    model(
        || unborn(TOKEN, 0, 0),
        |ledger| ledger.deposit(0),
        |ledger| ledger.deposit(0),
        |ledger, (), ()| assert_eq!(ledger.left(), 2 * TOKEN),
    );
}

#[test]
fn a_withdrawal_loses_no_deposit() {
    model(
        || ledger(TOKEN, TOKEN, 0),
        |ledger| ledger.deposit(0),
        |ledger| [ledger.withdraw(TOKEN, 0), ledger.withdraw(TOKEN, 0)],
        |ledger, (), [first, second]| {
            assert!(first);
            assert_eq!(ledger.left(), if second { 0 } else { TOKEN });
        },
    );
}

#[test]
fn a_deposit_pays_for_one_retry() {
    model(
        || ledger(TOKEN, 0, 0),
        |ledger| {
            ledger.deposit(0);
            ledger.withdraw(TOKEN, 0)
        },
        |ledger| ledger.withdraw(TOKEN, 0),
        |ledger, one, two| {
            assert!(one ^ two);
            assert_eq!(ledger.left(), 0);
        },
    );
}

/// Who sees what was spent also sees the deposit that it was paid from, and does not take the reserve for
/// unspent.
#[test]
fn the_reserve_is_not_granted_again_to_one_who_missed_the_deposit() {
    model(
        || ledger(TOKEN, TOKEN, 0),
        |ledger| {
            ledger.deposit(0);
            [(); 2].map(|()| ledger.withdraw(TOKEN, 0))
        },
        |ledger| ledger.withdraw(TOKEN, 0),
        |ledger, [first, second], other| {
            let granted: u64 = [first, second, other].map(u64::from).iter().sum();
            assert_eq!(granted, 2);
            assert_eq!(ledger.left(), 0);
        },
    );
}

/// Deposits of a minute ago have expired. The new one takes their place in the ring, while a withdrawal
/// counts.
#[test]
fn a_new_slot_neither_revives_what_has_expired_nor_expires_what_is_new() {
    model(
        || {
            let ledger = ledger(TOKEN, TOKEN, 0);
            ledger.deposit(0);
            ledger.deposit(0);
            ledger
        },
        |ledger| ledger.deposit(60 * SECOND),
        |ledger| ledger.withdraw(TOKEN, 60 * SECOND),
        |ledger, (), granted| {
            assert!(granted);
            assert_eq!(ledger.left(), TOKEN);
        },
    );
}

/// The withdrawal takes a token of the window or, if the later time came first, of the reserve, whose place
/// the deposit then takes.
#[test]
fn a_slot_that_is_replaced_is_granted_or_expires() {
    model(
        || {
            let ledger = ledger(TOKEN, TOKEN, 0);
            ledger.deposit(0);
            ledger
        },
        |ledger| ledger.deposit(10 * SECOND),
        |ledger| {
            [
                ledger.withdraw(TOKEN, SECOND),
                ledger.withdraw(TOKEN, SECOND),
            ]
        },
        |ledger, (), [first, second]| {
            assert!(first);
            let granted = 1 + u64::from(second);
            let paid_for = granted * TOKEN + ledger.left();
            // Reserve and new deposit, and the old one if it was spent in time.
            assert!(paid_for == 2 * TOKEN || paid_for == 3 * TOKEN, "{paid_for}");
        },
    );
}

/// Two first deposits of two slots that share a place.
#[test]
fn of_two_slots_in_one_place_the_later_stays() {
    model(
        || {
            let ledger = ledger(TOKEN, 0, 0);
            ledger.deposit(0);
            ledger
        },
        |ledger| ledger.deposit(10 * SECOND),
        |ledger| ledger.deposit(20 * SECOND),
        |ledger, (), ()| {
            // The first of them has expired, unless it was made last and counts as of that time.
            let left = ledger.left();
            assert!(left == TOKEN || left == 2 * TOKEN, "{left}");
        },
    );
}

#[test]
fn what_is_given_back_is_not_lost_to_a_deposit() {
    model(
        || {
            let ledger = ledger(TOKEN, TOKEN, 0);
            assert!(ledger.withdraw(TOKEN, 0));
            ledger
        },
        |ledger| ledger.deposit(SECOND),
        |ledger| ledger.give_back(TOKEN),
        |ledger, (), ()| assert_eq!(ledger.left(), 2 * TOKEN),
    );
}
