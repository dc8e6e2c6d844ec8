//! What a ring counts that another thread has marked in between.

use core::array;

use crate::limits::{atomic::AtomicU64, ring::Ring};

#[test]
fn a_mark_counts_the_deposits_after_it_and_none_if_it_is_the_younger_one() {
    const MOST: u64 = (1 << 31) - 1;
    // The lower halves of these numbers wrap after two deposits.
    for marked in [5, (1 << 32) - 2] {
        let ring = Ring(array::from_fn(|_| AtomicU64::new(0)));
        assert!(ring.open(0, ring.mark(0), marked));
        for (deposits, expected) in [
            (marked - 2, 0),
            (marked, 0),
            (marked + 1, 1),
            (marked + 3, 3),
            (marked + MOST, MOST),
            (marked + MOST + 1, 0),
        ] {
            let counted = ring.in_window(0, deposits);
            assert_eq!(counted, expected, "{deposits} of which {marked} are older");
        }
    }
}
