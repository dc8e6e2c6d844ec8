//! The rows of the README's first table that are no counted cases.

use Shows::{All, Backon, Both, Own};

/// The title of a row, its target, and what it shows.
pub type Row = (&'static str, &'static str, Shows);

/// The names of the figures of a row.
#[derive(Clone, Copy, Debug)]
pub enum Shows {
    /// One of every contender: its name replaces the `*`.
    All(&'static str),
    /// One of this crate.
    Own(&'static str),
    /// One of the loop by hand, and one of this crate.
    Both(&'static str, &'static str),
    /// One of this crate and one of backon with its macros: the name replaces the `*`.
    Backon(&'static str),
}

pub const ROWS: [Row; 32] = [
    (
        "100,000 on tokio, CPU over by hand",
        "1.05",
        All("crowd/tokio/100000/*/cpu"),
    ),
    (
        "1,000,000 on tokio, CPU over by hand",
        "1.05",
        All("crowd/tokio/1000000/*/cpu"),
    ),
    (
        "100,000 on futures-timer, CPU over by hand",
        "1.05",
        All("crowd/futures-timer/100000/*/cpu"),
    ),
    (
        "1,000,000 on futures-timer, CPU over by hand",
        "1.05",
        All("crowd/futures-timer/1000000/*/cpu"),
    ),
    (
        "100,000 on tokio, time over by hand",
        "1.05",
        All("crowd/tokio/100000/*/wall"),
    ),
    (
        "1,000,000 on tokio, time over by hand",
        "1.05",
        All("crowd/tokio/1000000/*/wall"),
    ),
    (
        "1,000,000 on tokio, bytes for each",
        "by hand",
        All("crowd/tokio/1000000/*/bytes"),
    ),
    (
        "1,000,000 on futures-timer, bytes for each",
        "by hand",
        All("crowd/futures-timer/1000000/*/bytes"),
    ),
    (
        "CPU of 1,000,000 over 100,000, tokio",
        "11",
        All("growth/tokio/*"),
    ),
    (
        "CPU of 1,000,000 over 100,000, futures-timer",
        "11",
        All("growth/futures-timer/*"),
    ),
    (
        "`cargo check` of an annotated function, ms",
        "1.0",
        All("attribute/blocking/*"),
    ),
    (
        "`cargo check` of an annotated `async fn`, ms",
        "1.5",
        All("attribute/async/*"),
    ),
    (
        "`cargo check` of 300 annotated functions, over by hand",
        "2",
        All("attribute over by hand/blocking/*"),
    ),
    (
        "`cargo check` of 300 annotated `async fn`, over by hand",
        "2",
        All("attribute over by hand/async/*"),
    ),
    (
        "blocking call site, `opt-level` 3, bytes",
        "150",
        All("code/3/blocking/*"),
    ),
    (
        "blocking call site, `opt-level` \"z\", bytes",
        "110",
        All("code/z/blocking/*"),
    ),
    (
        "async call site, `opt-level` 3, bytes",
        "700",
        All("code/3/async/*"),
    ),
    (
        "async call site, `opt-level` \"z\", bytes",
        "400",
        All("code/z/async/*"),
    ),
    (
        "allocations of a run, any case",
        "0",
        All("most allocations/*"),
    ),
    (
        "named future of a 16-byte operation, bytes",
        "144",
        Own("bytes/named-16"),
    ),
    (
        "task that awaits it, bytes",
        "152",
        Both("bytes/by-hand-16", "bytes/task-16"),
    ),
    (
        "annotated `async fn`, one reference, bytes",
        "152",
        Both("bytes/by-hand-16", "bytes/annotated-16"),
    ),
    (
        "annotated `async fn`, three arguments, bytes",
        "by hand + 24",
        Both(
            "bytes/by-hand-three-arguments",
            "bytes/annotated-three-arguments",
        ),
    ),
    (
        "named future over its 1,048-byte operation, bytes",
        "40",
        Own("bytes over operation/named-1048"),
    ),
    (
        "clean build, default features, s of CPU",
        "5.0",
        Backon("build/*/seconds"),
    ),
    (
        "clean build, without `macros`, s of CPU",
        "2.4",
        Own("build/retry-core without macros/seconds"),
    ),
    (
        "clean build, blocking only, s of CPU",
        "2.0",
        Own("build/retry-core, blocking/seconds"),
    ),
    (
        "added to tokio's `macros` and serde's derive, s of CPU",
        "below backon",
        Backon("added/*/seconds"),
    ),
    (
        "packages added to them",
        "below backon",
        Backon("added/*/packages"),
    ),
    (
        "packages that come along, default features",
        "14",
        Backon("build/*/packages"),
    ),
    (
        "packages that come along, without `macros`",
        "9",
        Own("build/retry-core without macros/packages"),
    ),
    (
        "packages that come along, blocking only",
        "7",
        Own("build/retry-core, blocking/packages"),
    ),
];
