use super::Run;
use crate::{breaker::BreakerOpen, retry::hand_driven::AskOptions, time::Clock};

impl<T: Clock, C> Run<T, C> {
    /// Asks the [breaker](Run::breaker) whether the attempt may be made. Call it before each attempt:
    /// [`pause`](Run::pause) and its siblings then report that the attempt failed, [`accept`](Run::accept) that it
    /// succeeded. An attempt that reports neither, because the run is dropped or asks again, counts as neither.
    ///
    /// Pass a refusal on as [`pause_as`](Run::pause_as) with the error that you make of it, and
    /// [`BreakerOpen::verdict`].
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use core::time::Duration;
    /// use retry_core::{Breaker, Jitter, Policy, testing::ManualClock};
    /// use std::io;
    ///
    /// static DATABASE: Breaker = Breaker::consecutive(2);
    /// const POLICY: Policy = Policy::new().jitter(Jitter::None);
    ///
    /// let clock = ManualClock::new();
    /// let mut query = [Err(io::Error::other("down")), Err(io::Error::other("down")), Ok("rows")].into_iter();
    /// let mut run = POLICY.start().timer(&clock).breaker(&DATABASE);
    /// let rows = loop {
    ///     let pause = match run.ask() {
    ///         Err(open) => run.pause_as(io::Error::from(open), open.verdict())?,
    ///         Ok(()) => match query.next().unwrap() {
    ///             Ok(rows) => break run.accept(rows),
    ///             Err(error) => run.pause(error)?,
    ///         },
    ///     };
    ///     pause.block();
    /// };
    /// assert_eq!(rows, "rows");
    /// assert_eq!(clock.waits(), [100, 5000].map(Duration::from_millis));
    /// # }
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The breaker is open, or others probe whether it may close.
    pub fn ask(&mut self) -> Result<(), BreakerOpen>
    where
        C: AskOptions,
    {
        self.options.ask(&self.clock)
    }
}
