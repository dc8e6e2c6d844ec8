//! Random draws: one seed for each run, and one draw from it for each retry.

use core::convert::Infallible;

use rand::{RngExt as _, TryRng};

/// The draw of retry `n` from `low..=high`, or `low` if `high` is below it.
///
/// It depends only on the seed and `n`: a run stores only its seed, and any delay can be replayed.
/// The bias is below 1 in 2^64 (Canon's method).
#[inline]
pub(crate) fn draw(seed: u64, n: u32, low: u64, high: u64) -> u64 {
    let first = mix(seed.wrapping_add(u64::from(n).wrapping_mul(GOLDEN_GAMMA)));
    draw_with(first, low, high)
}

/// A draw from `low..=high` that starts with this random word.
#[inline]
pub(crate) fn draw_with(word: u64, low: u64, high: u64) -> u64 {
    Words { next: word }.random_range(low..=high.max(low))
}

/// The seed of a stored run that starts over. It derives from the old one, because the rules draw no random numbers
/// themselves. It is none of the words that the delays take from the old seed, and it fits an `i64`.
pub(crate) fn next_seed(seed: u64, hop: u32) -> u64 {
    let start = mix(!seed);
    mix(start.wrapping_add(u64::from(hop).wrapping_mul(GOLDEN_GAMMA))) >> 1
}

/// Random words. The first one of retry `n` is the `n`-th output of `SplitMix64` (Steele, Lea, Flood
/// 2014). If sampling needs more, they derive from that word, so retries share none.
struct Words {
    next: u64,
}

const GOLDEN_GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

/// The output function of `SplitMix64`.
#[inline]
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Words {
    #[inline]
    const fn next(&mut self) -> u64 {
        let word = self.next;
        self.next = mix(word.wrapping_add(GOLDEN_GAMMA));
        word
    }
}

impl TryRng for Words {
    type Error = Infallible;

    #[allow(
        clippy::cast_possible_truncation,
        reason = "the high half of 64 bits fits 32"
    )]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.next().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

/// A new seed for one run, from `RandomState`: the standard library takes its keys from the operating
/// system once for each thread and changes them with each use.
#[cfg(feature = "std")]
pub(crate) fn entropy() -> u64 {
    use std::{
        hash::{BuildHasher as _, Hash as _, Hasher as _, RandomState},
        time::SystemTime,
    };

    // Forked processes and cloned VMs share the keys, so the time is mixed in.
    let mut time = Fold(0);
    SystemTime::now().hash(&mut time);
    RandomState::new().hash_one(()) ^ time.finish()
}

/// A hasher that folds a `SystemTime` into 64 bits. Subtracting two times to get a number would take
/// longer than everything else in `entropy`.
#[cfg(feature = "std")]
struct Fold(u64);

#[cfg(feature = "std")]
impl core::hash::Hasher for Fold {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u32(&mut self, part: u32) {
        self.write_u64(part.into());
    }

    fn write_u64(&mut self, part: u64) {
        self.0 = self.0.rotate_left(32) ^ part;
    }

    #[allow(clippy::cast_sign_loss, reason = "any bits will do")]
    fn write_i64(&mut self, part: i64) {
        self.write_u64(part as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
