/// The shape of a [`Backoff`](crate::Backoff), as configuration names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BackoffKind {
    /// The same delay before every retry.
    Constant,
    /// The first delay times the number of the retry.
    Linear,
    /// Each delay is the one before it times a factor.
    #[default]
    Exponential,
    /// Each delay is the sum of the two before it.
    Fibonacci,
}
