/// A change of a breaker's state.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(
    not(feature = "tracing"),
    allow(dead_code, reason = "metrics need not all of it")
)]
pub(crate) struct BreakerFacts {
    pub(crate) name: Option<&'static str>,
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
    /// The new state as a number: 0 closed, 1 half-open, 2 open, 3 isolated. From 2 on it refuses everything.
    pub(crate) level: u8,
}
