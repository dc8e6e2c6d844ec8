//! Withdrawals, what is given back, and the time.

use crate::{SECOND, TOKEN, ledger, model, unborn};

#[test]
fn one_of_two_gets_the_last_token() {
    model(
        || ledger(TOKEN, TOKEN, 0),
        |ledger| ledger.withdraw(TOKEN, 0),
        |ledger| ledger.withdraw(TOKEN, 0),
        |ledger, one, two| {
            assert!(one ^ two);
            assert_eq!(ledger.left(), 0);
        },
    );
}

#[test]
fn both_get_one_of_two_tokens() {
    model(
        || ledger(TOKEN, 2 * TOKEN, 0),
        |ledger| ledger.withdraw(TOKEN, 0),
        |ledger| ledger.withdraw(TOKEN, 0),
        |ledger, one, two| {
            assert!(one && two);
            assert_eq!(ledger.left(), 0);
        },
    );
}

#[test]
fn what_is_given_back_is_granted_once() {
    model(
        || {
            let ledger = ledger(TOKEN, TOKEN, 0);
            assert!(ledger.withdraw(TOKEN, 0));
            ledger
        },
        |ledger| ledger.give_back(TOKEN),
        |ledger| ledger.withdraw(TOKEN, 0),
        |ledger, (), granted| assert_eq!(ledger.left(), if granted { 0 } else { TOKEN }),
    );
}

#[test]
fn what_is_given_back_is_not_lost_to_a_withdrawal() {
    model(
        || {
            let ledger = ledger(TOKEN, 2 * TOKEN, 0);
            assert!(ledger.withdraw(TOKEN, 0));
            ledger
        },
        |ledger| ledger.give_back(TOKEN),
        |ledger| ledger.withdraw(TOKEN, 0),
        |ledger, (), granted| {
            assert!(granted);
            assert_eq!(ledger.left(), TOKEN);
        },
    );
}

/// The deposit in the window has paid for a retry when it is given back; another asks after it expired.
#[test]
fn what_is_given_back_late_is_not_granted() {
    model(
        || {
            let ledger = ledger(TOKEN, 0, 0);
            ledger.deposit(0);
            assert!(ledger.withdraw(TOKEN, 0));
            ledger
        },
        |ledger| ledger.give_back(TOKEN),
        |ledger| ledger.withdraw(TOKEN, 10 * SECOND),
        |ledger, (), granted| {
            assert!(!granted);
            assert_eq!(ledger.left(), 0);
        },
    );
}

/// The floor of one second is there in any case, that of the second since birth if the later time did
/// not come first.
#[test]
fn the_first_two_times_make_one_birth() {
    model(
        || unborn(0, 0, 1),
        |ledger| [(); 2].map(|()| ledger.withdraw(TOKEN, 5 * SECOND)),
        |ledger| ledger.withdraw(TOKEN, 6 * SECOND),
        |ledger, [first, second], other| {
            let granted: u64 = [first, second, other].map(u64::from).iter().sum();
            let paid_in = granted * TOKEN + ledger.left();
            assert!(paid_in == TOKEN || paid_in == 2 * TOKEN, "{paid_in}");
        },
    );
}

#[test]
fn the_floor_of_a_second_is_granted_once() {
    model(
        || {
            let ledger = ledger(0, 0, 1);
            assert!(ledger.withdraw(TOKEN, 0));
            ledger
        },
        |ledger| ledger.withdraw(TOKEN, SECOND),
        |ledger| ledger.withdraw(TOKEN, SECOND),
        |ledger, one, two| {
            assert!(one ^ two);
            assert_eq!(ledger.left(), 0);
        },
    );
}

/// The one with the later time books what has expired, while the other spends it.
#[test]
fn a_withdrawal_with_an_earlier_time_gets_no_more() {
    model(
        || {
            let ledger = ledger(TOKEN, TOKEN, 0);
            ledger.deposit(0);
            ledger
        },
        |ledger| ledger.withdraw(TOKEN, SECOND),
        |ledger| ledger.withdraw(TOKEN, 10 * SECOND),
        |ledger, one, two| {
            // The deposit paid for the first if it came in time, the reserve for the other.
            assert!(one || two);
            let granted = u64::from(one) + u64::from(two);
            assert!(granted * TOKEN + ledger.left() <= 2 * TOKEN);
            if granted == 1 {
                assert_eq!(ledger.left(), 0);
            }
        },
    );
}

/// Who sees what was spent also sees the time that it was paid from.
#[test]
fn the_reserve_is_not_granted_again_to_one_with_an_earlier_time() {
    model(
        || {
            let ledger = ledger(0, TOKEN, 1);
            assert!(ledger.withdraw(TOKEN, 0));
            ledger
        },
        |ledger| [(); 2].map(|()| ledger.withdraw(TOKEN, SECOND)),
        |ledger| ledger.withdraw(TOKEN, 0),
        |ledger, [first, second], other| {
            let granted: u64 = [first, second, other].map(u64::from).iter().sum();
            assert_eq!(granted * TOKEN + ledger.left(), 2 * TOKEN);
        },
    );
}
