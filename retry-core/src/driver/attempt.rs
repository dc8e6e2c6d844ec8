use core::time::Duration;

/// One call of the operation: a snapshot taken when the attempt begins.
///
/// An operation that wants it takes it as its argument. The closure's parameter needs its type
/// written out, `|attempt: Attempt|`, since nothing else tells the compiler what it is.
///
/// # Example: tell the server how long it may take
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

    /// What this attempt has left: the smaller of the attempt timeout and what the deadline leaves.
    /// `None` without either.
    #[must_use]
    pub const fn remaining(&self) -> Option<Duration> {
        self.remaining
    }
}
