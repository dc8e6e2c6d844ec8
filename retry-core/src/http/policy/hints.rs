/// Which response headers a policy takes a hint from: a delay that the server asks for.
///
/// If a response has several, `Retry-After` wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hints {
    /// `Retry-After`, then `RateLimit`, `RateLimit-Reset` and `X-RateLimit-Reset`.
    #[default]
    All,
    /// `Retry-After` only.
    RetryAfter,
    /// None: the backoff decides. For servers that are known to send wrong hints.
    Ignored,
}
