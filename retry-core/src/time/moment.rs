#[cfg(feature = "std")]
use std::time::Instant;

#[cfg(feature = "std")]
use super::system_clock::since_origin;

/// A clock's reading as the clock gave it. What an `Instant` is in nanoseconds takes longer to find out
/// than to take it, so that is put off until it is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Moment {
    /// In nanoseconds of the clock's own.
    Nanos(u64),
    /// Of the system's clock.
    #[cfg(feature = "std")]
    System(Instant),
}

impl Moment {
    /// In the nanoseconds of [`Clock::nanos`](super::Clock::nanos).
    pub(crate) fn nanos(self) -> u64 {
        match self {
            Self::Nanos(nanos) => nanos,
            #[cfg(feature = "std")]
            Self::System(instant) => since_origin(instant),
        }
    }
}
