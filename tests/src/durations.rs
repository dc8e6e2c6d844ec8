use core::time::Duration;

/// No time at all.
pub const ZERO: Duration = Duration::ZERO;
/// One nanosecond, the smallest step of a duration.
pub const NANO: Duration = Duration::from_nanos(1);
/// One second.
pub const SECOND: Duration = Duration::from_secs(1);
/// One minute.
pub const MINUTE: Duration = Duration::from_secs(60);
/// One hour.
pub const HOUR: Duration = Duration::from_secs(3600);

/// Seconds, for tables of waits.
pub fn secs<const N: usize>(seconds: [u64; N]) -> Vec<Duration> {
    seconds.map(Duration::from_secs).to_vec()
}

/// Milliseconds, for tables of waits.
pub fn millis<const N: usize>(millis: [u64; N]) -> Vec<Duration> {
    millis.map(Duration::from_millis).to_vec()
}
