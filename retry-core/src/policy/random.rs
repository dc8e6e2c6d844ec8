//! From one seed per run to the random draw of each retry.

use core::convert::Infallible;

use rand::{
    TryRng,
    distr::{Distribution as _, Uniform},
};

/// The draw of retry `n` from `low..=high`, both ends included; `low` where `high` is below it.
///
/// A pure function of the seed and `n`, so that a run stores nothing but its seed and any delay can
/// be replayed. The range is sampled without bias (Lemire 2019).
#[inline]
pub(crate) fn draw(seed: u64, n: u32, low: u64, high: u64) -> u64 {
    match Uniform::new_inclusive(low, high) {
        Ok(range) => range.sample(&mut RetryRng::new(seed, n)),
        Err(_) => low,
    }
}

/// The random numbers of retry `n`: the first is the `n`-th output of `SplitMix64` (Steele, Lea, Flood
/// 2014) for the seed. Where sampling rejects it, the next ones continue from it, not with those of
/// retry `n + 1`.
struct RetryRng {
    state: u64,
}

const GOLDEN_GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

impl RetryRng {
    #[inline]
    const fn new(seed: u64, n: u32) -> Self {
        Self {
            state: seed.wrapping_add((n as u64).wrapping_mul(GOLDEN_GAMMA)),
        }
    }

    #[inline]
    const fn next(&mut self) -> u64 {
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        self.state = z.wrapping_add(GOLDEN_GAMMA);
        z
    }
}

impl TryRng for RetryRng {
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

/// A fresh seed for one run, from the operating system's random numbers as the standard library has
/// them: `RandomState` takes keys from there once for each thread and steps them with each use.
#[cfg(feature = "std")]
pub(crate) fn entropy() -> u64 {
    use std::{
        hash::{BuildHasher as _, RandomState},
        time::SystemTime,
    };

    // Forked processes and cloned VMs share the keys, so the time is mixed in.
    let time = SystemTime::UNIX_EPOCH
        .elapsed()
        .map_or(0, super::nanos::from_duration);
    RandomState::new().hash_one(()) ^ time
}
