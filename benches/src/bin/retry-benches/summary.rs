//! The table that answers the question: this crate beside its targets, the loop by hand, and the best
//! of its peers.

use std::fmt::Write;

use retry_benches::case::Case;

use crate::{
    figures::Figures,
    tables::{CONTENDERS, cell},
};

/// A row: the case, what is counted, the target, and where the figures are.
struct Row {
    title: &'static str,
    unit: &'static str,
    target: &'static str,
    /// The name of a figure, in which `*` stands for the contender.
    name: String,
    /// The same under the default release profile, where it differs.
    release: Option<String>,
}

/// One Markdown table.
pub fn table(figures: &Figures) -> String {
    let mut table =
        "| case | target | by hand | retry-core | best peer | retry-core, default release |\n\
                     |---|---:|---:|---:|---:|---:|\n"
            .to_owned();
    for row in rows() {
        let number = |name: &str, contender| figures.number(&name.replace('*', contender));
        let best = CONTENDERS
            .into_iter()
            .filter(|name| !["by hand", "retry-core"].contains(name))
            .filter_map(|peer| Some((number(&row.name, peer)?, peer)))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map_or_else(String::new, |(best, peer)| {
                format!("{} ({peer})", cell(Some(best)))
            });
        // A `String` holds what is written to it.
        let _ = writeln!(
            table,
            "| {}, {} | {} | {} | {} | {best} | {} |",
            row.title,
            row.unit,
            row.target,
            cell(number(&row.name, "by hand")),
            cell(number(&row.name, "retry-core")),
            cell(row.release.and_then(|name| number(&name, "retry-core"))),
        );
    }
    table + &sizes(figures)
}

fn rows() -> Vec<Row> {
    let counted = Case::ALL.into_iter().map(|case| Row {
        title: case.title(),
        unit: "instructions",
        target: target(case),
        name: format!("instructions/bench-lto/{}/*", case.name()),
        release: Some(format!("instructions/release/{}/*", case.name())),
    });
    let other = |title, unit, target, name: &str| Row {
        title,
        unit,
        target,
        name: name.to_owned(),
        release: None,
    };
    counted
        .chain([
            other(
                "100,000 on tokio",
                "CPU over by hand (in s)",
                "1.05",
                "crowd/tokio/100000/*/cpu",
            ),
            other(
                "1,000,000 on tokio",
                "CPU over by hand (in s)",
                "1.05",
                "crowd/tokio/1000000/*/cpu",
            ),
            other(
                "100,000 on futures-timer",
                "CPU over by hand (in s)",
                "1.05",
                "crowd/futures-timer/100000/*/cpu",
            ),
            other(
                "1,000,000 on futures-timer",
                "CPU over by hand (in s)",
                "1.05",
                "crowd/futures-timer/1000000/*/cpu",
            ),
            other(
                "`cargo check` of an annotated function",
                "ms",
                "1.0",
                "attribute/blocking/*",
            ),
            other("the same, async", "ms", "1.5", "attribute/async/*"),
            other(
                "call site, blocking, `opt-level` 3",
                "bytes",
                "150",
                "code/3/blocking/*",
            ),
            other(
                "call site, blocking, `opt-level` \"z\"",
                "bytes",
                "110",
                "code/z/blocking/*",
            ),
            other(
                "call site, async, `opt-level` 3",
                "bytes",
                "700",
                "code/3/async/*",
            ),
            other(
                "call site, async, `opt-level` \"z\"",
                "bytes",
                "400",
                "code/z/async/*",
            ),
        ])
        .collect()
}

fn target(case: Case) -> &'static str {
    match case {
        Case::BlockingOutside => "10",
        Case::BlockingPerCall => "14",
        Case::AnnotatedBlocking => "1",
        Case::AnnotatedAsync => "2",
        Case::RetryExact => "70",
        Case::RetryJittered => "100",
        Case::DelayExact => "20",
        Case::Awaited | Case::DelayJittered => "40",
        Case::Deadline => "as without",
    }
}

/// What has no peer to be compared with, or none under the same name.
fn sizes(figures: &Figures) -> String {
    let bytes = |future: &str| figures.number(&format!("bytes/{future}"));
    let build = |user: &str, what: &str| figures.number(&format!("build/{user}/{what}"));
    let beside = |own: &str, operation: &str| Some(bytes(own)? - bytes(operation)?);
    let peer = |peer: &str, what| format!("{} ({peer})", cell(build(peer, what)));
    let rows = [
        (
            "named future of a 16-byte operation, bytes",
            "144",
            None,
            bytes("named-16"),
            String::new(),
        ),
        (
            "task that awaits it, bytes",
            "152",
            bytes("by-hand-16"),
            bytes("task-16"),
            String::new(),
        ),
        (
            "annotated `async fn` with one reference, bytes",
            "152",
            bytes("by-hand-16"),
            bytes("annotated-16"),
            String::new(),
        ),
        (
            "annotated `async fn` with three arguments, bytes",
            "by hand + 24",
            bytes("by-hand-three-arguments"),
            bytes("annotated-three-arguments"),
            String::new(),
        ),
        (
            "named future over a 1,048-byte operation, bytes",
            "40",
            None,
            beside("named-1048", "operation-1048"),
            String::new(),
        ),
        (
            "clean build, default features, s of CPU",
            "5.0",
            None,
            build("retry-core", "seconds"),
            peer("backon and backon-macros", "seconds"),
        ),
        (
            "clean build, without `macros`, s of CPU",
            "2.4",
            None,
            build("retry-core without macros", "seconds"),
            String::new(),
        ),
        (
            "clean build, blocking only, s of CPU",
            "2.0",
            None,
            build("retry-core, blocking", "seconds"),
            String::new(),
        ),
        (
            "packages, default features",
            "14",
            None,
            build("retry-core", "packages"),
            peer("backon and backon-macros", "packages"),
        ),
        (
            "packages, without `macros`",
            "9",
            None,
            build("retry-core without macros", "packages"),
            String::new(),
        ),
        (
            "packages, blocking only",
            "7",
            None,
            build("retry-core, blocking", "packages"),
            String::new(),
        ),
    ];
    let mut table = String::new();
    for (title, target, by_hand, own, peer) in rows {
        let (by_hand, own) = (cell(by_hand), cell(own));
        // A `String` holds what is written to it.
        let _ = writeln!(
            table,
            "| {title} | {target} | {by_hand} | {own} | {peer} | |"
        );
    }
    table
}
