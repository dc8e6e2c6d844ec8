use std::{cell::Cell, time::Duration};

/// Random numbers that are the same on every machine: `SplitMix64` (Steele, Lea and Flood, 2014).
#[derive(Debug)]
pub struct Random(Cell<u64>);

impl Random {
    /// Numbers that depend on this seed only.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    /// Any number.
    pub fn next(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A duration below `end`, which is not zero.
    pub fn below(&self, end: Duration) -> Duration {
        let end = u64::try_from(end.as_nanos()).unwrap_or(u64::MAX);
        Duration::from_nanos(self.next() % end.max(1))
    }
}

#[test]
fn the_numbers_are_those_of_the_published_generator() {
    let random = Random::new(1_234_567);
    let numbers = [random.next(), random.next(), random.next()];
    assert_eq!(
        numbers,
        [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423
        ]
    );
}
