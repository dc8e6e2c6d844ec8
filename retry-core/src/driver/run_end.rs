use std::vec::Vec;

use core::time::Duration;

use super::StopReason;

/// The end of a run that failed at least once, as a guard of [`no_waits()`](crate::testing::no_waits)
/// recorded it.
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Backoff, Jitter, StopReason, retry, testing};
///
/// let runs = testing::no_waits();
/// let _ = retry(|| Err::<(), _>("busy"))
///     .name("fetch")
///     .backoff(Backoff::exponential(Duration::from_secs(1)))
///     .jitter(Jitter::None)
///     .call();
///
/// let ends = runs.ends();
/// assert_eq!((ends[0].name, ends[0].attempts), (Some("fetch"), 3));
/// assert_eq!(ends[0].waits, [1, 2].map(Duration::from_secs));
/// assert_eq!(ends[0].reason, StopReason::Attempts);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RunEnd {
    /// The name of the run: that of the annotated function, or the one given to it.
    pub name: Option<&'static str>,
    /// How many attempts were made, the first included. After a reset, it counts from there.
    pub attempts: u32,
    /// The waits that the run would have made, with jitter and hints; those before a reset too.
    pub waits: Vec<Duration>,
    /// Why it ended: [`Accepted`](StopReason::Accepted) if it recovered.
    pub reason: StopReason,
}
