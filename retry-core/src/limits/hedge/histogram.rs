//! Buckets for times: linear up to 16 µs, then 16 in each power of two up to 69 s.

use super::{
    atomic::AtomicU64,
    count::{Count, SLOTS, turn},
};

/// Sixteen buckets in each power of two: the middle of one is within 1/32 of everything in it.
const IN_EACH: u64 = 16;
/// A unit is 1024 ns.
const UNIT: u32 = 10;
/// The longest times are below 2^26 units.
const LONGEST: u32 = 26;
const BUCKETS: usize = 16 * (LONGEST as usize - 3);

/// How many samples of each slot fell into each bucket, and how many there are.
pub(super) struct Histogram {
    counts: [[Count; BUCKETS]; SLOTS],
    totals: [Count; SLOTS],
}

impl Histogram {
    pub(super) const fn new() -> Self {
        Self {
            #[allow(
                clippy::large_stack_arrays,
                reason = "a `const fn` has no heap, and it ends in a `static`"
            )]
            counts: [const { [const { Count(AtomicU64::new(0)) }; BUCKETS] }; SLOTS],
            totals: [const { Count(AtomicU64::new(0)) }; SLOTS],
        }
    }

    /// Adds a sample of this many nanoseconds.
    pub(super) fn add(&self, slot: u64, nanos: u64) {
        let (place, turn) = (place(slot), turn(slot));
        self.counts[place][bucket(nanos)].add(turn);
        self.totals[place].add(turn);
    }

    /// How many samples the window has that ends with this slot.
    pub(super) fn total(&self, slot: u64) -> u64 {
        window(slot)
            .map(|slot| self.totals[place(slot)].of(turn(slot)))
            .sum()
    }

    /// The sample that is as large as `rank` of those in the window, counted from 1, within a 32nd. `None` if
    /// there are fewer.
    pub(super) fn ranked(&self, slot: u64, rank: u64) -> Option<u64> {
        let mut below = 0;
        (0..BUCKETS)
            .find(|&bucket| {
                let here = window(slot).map(|slot| self.counts[place(slot)][bucket].of(turn(slot)));
                below += here.sum::<u64>();
                below >= rank
            })
            .map(middle)
    }
}

/// The slots of the window that ends with this one.
fn window(slot: u64) -> impl Iterator<Item = u64> {
    slot.saturating_sub(SLOTS as u64 - 1)..=slot
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "the remainder is below `SLOTS`"
)]
const fn place(slot: u64) -> usize {
    (slot % SLOTS as u64) as usize
}

/// The bucket of a time in nanoseconds.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the last bucket is below `BUCKETS`"
)]
fn bucket(nanos: u64) -> usize {
    let units = (nanos >> UNIT).min((1 << LONGEST) - 1);
    if units < IN_EACH {
        return units as usize;
    }
    let power = units.ilog2() - IN_EACH.ilog2();
    (u64::from(power) * IN_EACH + (units >> power)) as usize
}

/// The middle of a bucket in nanoseconds.
fn middle(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    let power = (bucket / IN_EACH).saturating_sub(1);
    let first = (bucket - power * IN_EACH) << power;
    (first << UNIT) + ((1 << power << UNIT) / 2)
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    fn is_close(found: u64, exact: u64) -> bool {
        // Below 16 µs a bucket is as wide as a unit.
        found.abs_diff(exact) <= (exact / 20).max(1 << UNIT)
    }

    #[test]
    fn each_time_is_within_a_32nd_of_its_bucket() {
        assert_eq!(bucket(u64::MAX), BUCKETS - 1);
        for power in 14..36 {
            for nanos in
                [0, 1, (1 << power) / 3, (1 << power) - 1].map(|above| (1 << power) + above)
            {
                let found = middle(bucket(nanos));
                assert!(found.abs_diff(nanos) <= nanos / 32, "{nanos}: {found}");
            }
        }
        for nanos in 0..20_000 {
            assert!(is_close(middle(bucket(nanos)), nanos), "{nanos}");
        }
    }

    #[test]
    fn buckets_follow_each_other_without_a_gap() {
        let mut last = 0;
        for units in 0..100_000_u64 {
            let bucket = bucket(units << UNIT);
            assert!(bucket == last || bucket == last + 1, "{units}: {bucket}");
            last = bucket;
        }
    }

    #[test]
    fn a_turn_is_as_many_slots_as_there_are_places() {
        assert_eq!([0, 5, 6, 11, 12].map(turn), [0, 0, 1, 1, 2]);
        assert_eq!([0, 5, 6, 11, 12].map(place), [0, 5, 0, 5, 0]);
    }

    proptest! {
        #[test]
        fn every_rank_is_within_a_twentieth_of_the_sorted_samples(
            samples in prop::collection::vec((0_u64..36, 0_u64..u64::MAX), 1..300),
        ) {
            let histogram = Histogram::new();
            let mut samples: Vec<u64> = samples
                .into_iter()
                .map(|(power, random)| (1 << power) + random % (1 << power))
                .collect();
            for (at, sample) in (0_u64..).zip(&samples) {
                histogram.add(at % SLOTS as u64, *sample);
            }
            samples.sort_unstable();
            let slot = SLOTS as u64 - 1;
            prop_assert_eq!(histogram.total(slot), samples.len() as u64);
            for (rank, exact) in (1..).zip(&samples) {
                let found = histogram.ranked(slot, rank).unwrap();
                prop_assert!(is_close(found, *exact), "{} is not {}", found, exact);
            }
            prop_assert_eq!(histogram.ranked(slot, samples.len() as u64 + 1), None);
        }
    }
}
