#[cfg(feature = "std")]
use std::time::Instant;

#[cfg(feature = "std")]
use super::system_clock::since_origin;

/// A clock reading. An `Instant` is converted only when needed, since that takes longer than reading
/// the clock.
#[derive(Clone, Copy, Debug)]
pub enum Moment {
    /// Nanoseconds since the clock's own origin.
    Nanos(u64),
    /// An instant of the system's clock.
    #[cfg(feature = "std")]
    System(Instant),
}

impl Moment {
    /// As [`Clock::nanos`](super::Clock::nanos) gives it.
    pub(crate) fn nanos(self) -> u64 {
        match self {
            Self::Nanos(nanos) => nanos,
            #[cfg(feature = "std")]
            Self::System(instant) => since_origin(instant),
        }
    }
}
