/// When an attempt began, in nanoseconds since the start of its run: `None` where no rule asks.
///
/// In seven bytes, since the eighth then tells [`Attempting`](crate::attempting::Attempting) what it
/// holds, in place of a word of its own. They last for 2.2 years, after which an attempt is taken to
/// have begun then; a reset, for which alone this is kept, starts the count afresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Began(Option<[u8; 7]>);

impl Began {
    pub(crate) const UNKNOWN: Self = Self(None);
    pub(crate) const WITH_THE_RUN: Self = Self(Some([0; 7]));
    const LATEST: u64 = (1 << 56) - 1;

    pub(crate) fn after(since_start: u64) -> Self {
        let [bytes @ .., _] = since_start.min(Self::LATEST).to_le_bytes();
        Self(Some(bytes))
    }

    pub(crate) fn since_start(self) -> Option<u64> {
        self.0
            .map(|[a, b, c, d, e, f, g]| u64::from_le_bytes([a, b, c, d, e, f, g, 0]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_kept_to_the_nanosecond_and_then_saturates() {
        for nanos in [0, 1, 255, 256, 1_234_567_890_123, Began::LATEST] {
            assert_eq!(Began::after(nanos).since_start(), Some(nanos));
        }
        assert_eq!(Began::after(u64::MAX).since_start(), Some(Began::LATEST));
        assert_eq!(Began::WITH_THE_RUN, Began::after(0));
        assert_eq!(Began::UNKNOWN.since_start(), None);
    }
}
