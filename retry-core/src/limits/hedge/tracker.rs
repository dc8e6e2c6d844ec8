use core::time::Duration;

/// What a hedge learns from the attempts: nothing, or their latencies. Times are nanoseconds of the run's clock.
pub trait Tracker {
    /// Whether it learns, so that the clock is read for each attempt.
    const LEARNS: bool;
    /// The delay at this time. `None` while it has not seen enough.
    fn delay(&self, now: u64) -> Option<Duration>;
    /// The same as last computed.
    fn last_delay(&self) -> Option<Duration>;
    /// Takes how long an attempt took that ended at this time.
    fn record(&self, now: u64, latency: u64);
}

/// The delay is given.
impl Tracker for () {
    const LEARNS: bool = false;

    fn delay(&self, _: u64) -> Option<Duration> {
        None
    }

    fn last_delay(&self) -> Option<Duration> {
        None
    }

    fn record(&self, _: u64, _: u64) {}
}
