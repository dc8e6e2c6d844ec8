//! From one seed per run to the random number of each retry.

/// The random word of retry `n`: the `n`-th output of `SplitMix64` (Steele, Lea, Flood 2014) for
/// `seed`.
///
/// A pure function, so that a run stores nothing but its seed and any delay can be replayed.
#[inline]
pub(crate) const fn word(seed: u64, n: u32) -> u64 {
    const GOLDEN_GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut z = seed.wrapping_add((n as u64).wrapping_mul(GOLDEN_GAMMA));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Maps a word to `low..=high`, both ends included. `high < low` gives `low`.
///
/// The high half of a 128-bit product (Lemire 2019) without its rejection step: the bias is below
/// `(high - low) / 2^64`, which no wait can show.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the high half of a product of 64 bits fits 64"
)]
#[inline]
pub(crate) const fn uniform(word: u64, low: u64, high: u64) -> u64 {
    // Of the widest range of all, the highest value is never drawn.
    let width = high.saturating_sub(low).saturating_add(1);
    low + ((word as u128 * width as u128) >> 64) as u64
}

/// A fresh seed for one run, from the operating system's random numbers as the standard library has
/// them: `RandomState` takes keys from there once for each thread, and with each new one a step further.
#[cfg(feature = "std")]
pub(crate) fn entropy() -> u64 {
    use std::{
        hash::{BuildHasher as _, RandomState},
        time::SystemTime,
    };

    // What was copied with its memory, a forked process or a virtual machine, has the same keys, but
    // reads another time.
    let time = SystemTime::UNIX_EPOCH
        .elapsed()
        .map_or(0, crate::nanos::from_duration);
    RandomState::new().hash_one(()) ^ time
}
