use core::num::NonZeroU8;

/// A factor that is a power of two, by its exponent: at most 32, beyond which nothing is waited twice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Doublings(NonZeroU8);

impl Doublings {
    const MOST: u64 = 32;

    /// Read from the bits (IEEE 754: 52 of fraction, an exponent biased by 1023), since a loop over
    /// powers would be run for every policy that is made at run time.
    #[allow(clippy::cast_possible_truncation, reason = "at most `MOST`")]
    #[inline]
    pub(super) const fn of(factor: f64) -> Option<Self> {
        const FRACTION: u32 = 52;
        const BIAS: u64 = 1023;
        let bits = factor.to_bits();
        let exponent = (bits >> FRACTION).saturating_sub(BIAS);
        if bits << (u64::BITS - FRACTION) != 0 || exponent > Self::MOST {
            return None;
        }
        match NonZeroU8::new(exponent as u8) {
            Some(exponent) => Some(Self(exponent)),
            None => None,
        }
    }

    /// `first · factor^exponent`, but at most `cap`: divided by the factors first, it cannot overflow.
    #[inline]
    pub(super) fn applied(self, first: u64, exponent: u32, cap: u64) -> u64 {
        const BITS: u64 = u64::BITS as u64;
        let shift = u64::from(self.0.get()) * u64::from(exponent);
        let room = if shift < BITS { cap >> shift } else { 0 };
        if first <= room {
            // Where every bit is shifted out, none was set.
            first << (shift % BITS)
        } else {
            cap
        }
    }
}
