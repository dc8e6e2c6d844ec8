/// When an attempt began, in nanoseconds since the start of its run, as far as a rule needs it.
///
/// Seven bytes, so that the eighth can hold the tag, and that of the enum around it. They saturate at 2.2
/// years of a run without a reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptStart {
    /// No rule needs it. Only a reset does.
    Unknown,
    /// The attempt was cut at its timeout. However long it ran, it was not healthy: it resets nothing.
    Cut,
    /// The time.
    At([u8; 7]),
}

impl AttemptStart {
    pub(crate) const WITH_THE_RUN: Self = Self::At([0; 7]);
    const LATEST: u64 = (1 << 56) - 1;

    pub(crate) fn after(since_start: u64) -> Self {
        let [bytes @ .., _] = since_start.min(Self::LATEST).to_le_bytes();
        Self::At(bytes)
    }

    pub(crate) fn since_start(self) -> Option<u64> {
        match self {
            Self::At(at) => {
                let mut bytes = [0; 8];
                bytes[..at.len()].copy_from_slice(&at);
                Some(u64::from_le_bytes(bytes))
            }
            Self::Unknown | Self::Cut => None,
        }
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
        assert_eq!(AttemptStart::Unknown.since_start(), None);
        assert_eq!(AttemptStart::Cut.since_start(), None);
        assert_eq!(size_of::<AttemptStart>(), 8);
    }
}
