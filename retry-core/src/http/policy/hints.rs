/// Which response headers a policy takes a hint from: a delay that the server asks for.
///
/// If a response has several, `Retry-After` wins over rate limits. How each header is read is described at
/// [`Answer`](crate::http::Answer) and [`RateLimit`](crate::http::RateLimit).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hints {
    /// `Retry-After` and the forms of it in milliseconds, then rate limits. `x-should-retry` decides
    /// whether a failure is retried: `false` stops, and `true` retries a status from 400 on that is in no
    /// list, if the call may be repeated.
    #[default]
    All,
    /// `Retry-After` only. A date in it counts from the local clock, because `Date` is not read either.
    RetryAfter,
    /// None: the backoff decides. For servers that are known to send wrong hints.
    Ignored,
}
