/// What a budget is asked to pay for: a retry, by the class of the failure before it. One byte, which a
/// run keeps until it knows whether to give it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charge {
    /// After any other failure.
    Retry,
    /// After a failure that was judged [`Verdict::Throttled`](crate::Verdict::Throttled).
    Throttled,
    /// After an attempt that its timeout cut.
    TimedOut,
}
