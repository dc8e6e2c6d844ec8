use core::time::Duration;

/// One call of the operation: its number and times, taken when the attempt begins.
///
/// An operation may take it as its argument. A closure must name the type, `|attempt: Attempt| ..`,
/// since the compiler cannot infer it.
///
/// # Example: send the time that is left to the server
///
/// ```
/// # #[cfg(feature = "std")] {
/// use core::time::Duration;
/// use retry_core::{Attempt, retry};
///
/// let result = retry(|attempt: Attempt| {
///     let header = attempt.remaining().map(|left| format!("{}m", left.as_millis()));
///     # assert!(header.is_some());
///     if attempt.number() < 2 { Err("busy") } else { Ok(attempt.number()) }
/// })
/// .backoff(Duration::ZERO)
/// .deadline(Duration::from_secs(30))
/// .call();
/// assert_eq!(result, Ok(2));
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub(crate) number: u32,
    pub(crate) elapsed: Duration,
    pub(crate) remaining: Option<Duration>,
}

impl Attempt {
    /// Which attempt this is, counted from 1.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The time from the start of the first attempt to the start of this one.
    #[must_use]
    pub const fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The time that this attempt has: the attempt timeout or the time until the deadline, whichever
    /// is shorter. `None` without either.
    #[must_use]
    pub const fn remaining(&self) -> Option<Duration> {
        self.remaining
    }
}
