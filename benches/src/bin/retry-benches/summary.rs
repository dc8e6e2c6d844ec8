//! The table that answers the question: this crate beside its targets, the loop by hand, and the best
//! of its peers.

use std::fmt::Write;

use retry_benches::case::Case;

use crate::{
    figures::Figures,
    tables::{CONTENDERS, cell, crowd_growth, most_allocations},
};

/// What was measured for each contender: its title, its target, and the name of the figure, in which
/// `*` stands for the contender.
const FOR_ALL: [(&str, &str, &str); 14] = [
    (
        "100,000 on tokio, CPU over by hand",
        "1.05",
        "crowd/tokio/100000/*/cpu",
    ),
    (
        "1,000,000 on tokio, CPU over by hand",
        "1.05",
        "crowd/tokio/1000000/*/cpu",
    ),
    (
        "100,000 on futures-timer, CPU over by hand",
        "1.05",
        "crowd/futures-timer/100000/*/cpu",
    ),
    (
        "1,000,000 on futures-timer, CPU over by hand",
        "1.05",
        "crowd/futures-timer/1000000/*/cpu",
    ),
    (
        "100,000 on tokio, time over by hand",
        "1.05",
        "crowd/tokio/100000/*/wall",
    ),
    (
        "1,000,000 on tokio, time over by hand",
        "1.05",
        "crowd/tokio/1000000/*/wall",
    ),
    (
        "1,000,000 on tokio, bytes for each",
        "by hand",
        "crowd/tokio/1000000/*/bytes",
    ),
    (
        "1,000,000 on futures-timer, bytes for each",
        "by hand",
        "crowd/futures-timer/1000000/*/bytes",
    ),
    (
        "`cargo check` of an annotated function, ms",
        "1.0",
        "attribute/blocking/*",
    ),
    (
        "`cargo check` of an annotated `async fn`, ms",
        "1.5",
        "attribute/async/*",
    ),
    (
        "blocking call site, `opt-level` 3, bytes",
        "150",
        "code/3/blocking/*",
    ),
    (
        "blocking call site, `opt-level` \"z\", bytes",
        "110",
        "code/z/blocking/*",
    ),
    (
        "async call site, `opt-level` 3, bytes",
        "700",
        "code/3/async/*",
    ),
    (
        "async call site, `opt-level` \"z\", bytes",
        "400",
        "code/z/async/*",
    ),
];

/// A row: its title, its target, the loop by hand, this crate, and the best peer.
type Row = (&'static str, &'static str, Option<f64>, Option<f64>, String);

/// One Markdown table.
pub fn table(figures: &Figures) -> String {
    let mut table =
        "| case | target | by hand | retry-core | best peer | default release |\n".to_owned();
    table += "|---|---:|---:|---:|---:|---:|\n";
    for case in Case::all() {
        let name = format!("instructions/bench-lto/{}/*", case.name());
        let release = format!("instructions/release/{}/retry-core", case.name());
        let (title, release) = (case.title(), figures.number(&release));
        table += &line(&beside(figures, title, case.target(), &name), release);
    }
    for (title, target, name) in FOR_ALL {
        table += &line(&beside(figures, title, target, name), None);
    }
    for row in derived(figures)
        .iter()
        .chain(&sizes(figures))
        .chain(&builds(figures))
    {
        table += &line(row, None);
    }
    table
}

fn line((title, target, by_hand, own, peer): &Row, release: Option<f64>) -> String {
    let [by_hand, own, release] = [*by_hand, *own, release].map(cell);
    format!("| {title} | {target} | {by_hand} | {own} | {peer} | {release} |\n")
}

fn beside(figures: &Figures, title: &'static str, target: &'static str, name: &str) -> Row {
    let number = |contender| figures.number(&name.replace('*', contender));
    let best = CONTENDERS
        .into_iter()
        .filter(|name| !["by hand", "retry-core"].contains(name))
        .filter_map(|peer| Some((number(peer)?, peer)))
        .min_by(|a, b| a.0.total_cmp(&b.0));
    let mut peer = String::new();
    if let Some((best, name)) = best {
        // A `String` holds what is written to it.
        let _ = write!(peer, "{} ({name})", cell(Some(best)));
    }
    (title, target, number("by hand"), number("retry-core"), peer)
}

fn derived(figures: &Figures) -> Vec<Row> {
    let growth = |timer| {
        [
            crowd_growth(figures, timer, "by hand"),
            crowd_growth(figures, timer, "retry-core"),
        ]
    };
    let whole = |kind: &str| {
        let seconds = |contender| figures.number(&format!("attribute/{kind} whole/{contender}"));
        Some(seconds("retry-core")? / seconds("by hand")?)
    };
    let [tokio, futures_timer] = ["tokio", "futures-timer"].map(growth);
    let allocations = |contender| most_allocations(figures, contender);
    vec![
        (
            "allocations of a run, any case",
            "0",
            allocations("by hand"),
            allocations("retry-core"),
            String::new(),
        ),
        (
            "CPU of 1,000,000 over 100,000, tokio",
            "11",
            tokio[0],
            tokio[1],
            String::new(),
        ),
        (
            "CPU of 1,000,000 over 100,000, futures-timer",
            "11",
            futures_timer[0],
            futures_timer[1],
            String::new(),
        ),
        (
            "`cargo check` of 300 annotated functions, over by hand",
            "2",
            None,
            whole("blocking"),
            String::new(),
        ),
        (
            "`cargo check` of 300 annotated `async fn`, over by hand",
            "2",
            None,
            whole("async"),
            String::new(),
        ),
    ]
}

fn sizes(figures: &Figures) -> Vec<Row> {
    let bytes = |future: &str| figures.number(&format!("bytes/{future}"));
    let beyond = |future, operation| Some(bytes(future)? - bytes(operation)?);
    let row = |title, target, by_hand, own| (title, target, by_hand, own, String::new());
    vec![
        row(
            "named future of a 16-byte operation, bytes",
            "144",
            None,
            bytes("named-16"),
        ),
        row(
            "task that awaits it, bytes",
            "152",
            bytes("by-hand-16"),
            bytes("task-16"),
        ),
        row(
            "annotated `async fn`, one reference, bytes",
            "152",
            bytes("by-hand-16"),
            bytes("annotated-16"),
        ),
        row(
            "annotated `async fn`, three arguments, bytes",
            "by hand + 24",
            bytes("by-hand-three-arguments"),
            bytes("annotated-three-arguments"),
        ),
        row(
            "named future over its 1,048-byte operation, bytes",
            "40",
            None,
            beyond("named-1048", "operation-1048"),
        ),
    ]
}

fn builds(figures: &Figures) -> Vec<Row> {
    let number = |user: &str, what: &str| figures.number(&format!("build/{user}/{what}"));
    let row = |title, target, user, what| {
        let peer = "backon and backon-macros";
        let peer = match number(peer, what) {
            Some(peers) if user == "retry-core" => format!("{} ({peer})", cell(Some(peers))),
            _ => String::new(),
        };
        (title, target, None, number(user, what), peer)
    };
    vec![
        row(
            "clean build, default features, s of CPU",
            "5.0",
            "retry-core",
            "seconds",
        ),
        row(
            "clean build, without `macros`, s of CPU",
            "2.4",
            "retry-core without macros",
            "seconds",
        ),
        row(
            "clean build, blocking only, s of CPU",
            "2.0",
            "retry-core, blocking",
            "seconds",
        ),
        row(
            "packages beside it, default features",
            "14",
            "retry-core",
            "packages",
        ),
        row(
            "packages beside it, without `macros`",
            "9",
            "retry-core without macros",
            "packages",
        ),
        row(
            "packages beside it, blocking only",
            "7",
            "retry-core, blocking",
            "packages",
        ),
    ]
}
