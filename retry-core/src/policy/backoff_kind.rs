/// The kind of a [`Backoff`](crate::Backoff): a field of [`Settings`](crate::Settings).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BackoffKind {
    /// The same delay before every retry.
    Constant,
    /// The first delay times the number of the retry, counted from 1.
    Linear,
    /// Each delay is the one before times a factor.
    #[default]
    Exponential,
    /// Each delay is the sum of the two before.
    Fibonacci,
}
