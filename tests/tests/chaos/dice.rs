/// A random number that depends on the seed and on what it is for, and not on which thread asks first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    /// The dice for one thing of many.
    pub(crate) fn of(self, number: u64) -> Self {
        Self(mix(self.0 ^ number))
    }

    pub(crate) fn below(self, end: u64) -> u64 {
        self.0 % end
    }

    pub(crate) fn is_one_in(self, count: u64) -> bool {
        self.below(count) == 0
    }

    pub(crate) fn bytes(self) -> [u8; 8] {
        self.0.to_le_bytes()
    }
}

/// A step of `SplitMix64` (Steele, Lea and Flood, 2014).
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
