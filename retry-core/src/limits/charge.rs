/// What a retry is for, which decides what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charge {
    Retry,
    Throttled,
    TimedOut,
}
