/// When an attempt began, in nanoseconds since the start of its run: `None` if no rule needs it. Only
/// a reset does.
///
/// Seven bytes, so that the eighth can hold the tag of the enum around it. They saturate at 2.2 years
/// of a run without a reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptStart(Option<[u8; 7]>);

impl AttemptStart {
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
        for nanos in [0, 1, 255, 256, 1_234_567_890_123, AttemptStart::LATEST] {
            assert_eq!(AttemptStart::after(nanos).since_start(), Some(nanos));
        }
        assert_eq!(
            AttemptStart::after(u64::MAX).since_start(),
            Some(AttemptStart::LATEST)
        );
        assert_eq!(AttemptStart::WITH_THE_RUN, AttemptStart::after(0));
        assert_eq!(AttemptStart::UNKNOWN.since_start(), None);
    }
}
