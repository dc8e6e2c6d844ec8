//! The names of the contenders.

/// In the order of the tables.
pub const CONTENDERS: [&str; 19] = [
    BY_HAND,
    OWN,
    "backon",
    "backon-macros",
    "tokio-retry",
    "tokio-retry2",
    "retry",
    "backoff",
    "tryhard",
    "relentless",
    "mettle",
    "execution-policy",
    "tower",
    "mulligan",
    "retrying",
    "failsafe",
    "recloser",
    "tower-resilience-circuitbreaker",
    "tower-resilience-hedge",
];

/// The loop by hand, which times are compared with.
pub const BY_HAND: &str = "by hand";

/// This crate.
pub const OWN: &str = "retry-core";

/// The work without a retry, which instructions are counted over.
pub const DIRECT: &str = "direct";

/// An attribute and the crate that it needs, where both are built.
pub const BACKON_WITH_MACROS: &str = "backon and backon-macros";

/// Whether the README gives the version of this package: it is a contender, or what the loop by hand
/// uses.
pub fn is_listed(package: &str) -> bool {
    CONTENDERS.contains(&package) || ["fastrand", "futures-timer", "tokio"].contains(&package)
}
