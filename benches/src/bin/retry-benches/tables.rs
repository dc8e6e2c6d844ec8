//! The tables of everything that was measured, for every contender.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{Display, Write},
};

use retry_benches::case::Case;

use crate::{figures::Figures, programs::Profile};

/// The order of the rows.
pub const CONTENDERS: [&str; 15] = [
    "by hand",
    "retry-core",
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
];

/// A cell: the number with as many places as its size bears, or nothing.
pub fn cell(number: Option<f64>) -> String {
    let Some(number) = number else {
        return String::new();
    };
    let cell = match number.abs() {
        size if size < 2.0 => format!("{number:.2}"),
        size if size < 10.0 => format!("{number:.1}"),
        _ => return format!("{number:.0}"),
    };
    cell.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// All of them, each under a heading.
pub fn all(figures: &Figures) -> String {
    [
        instructions(figures),
        wall(figures),
        empty(figures),
        sizes(figures),
        crowds(figures),
        pairs(
            figures,
            "build",
            "Clean build of a program that retries once",
            "CPU of cargo and the compilers, profile `dev`; packages beside the crate that is named first.",
            &["seconds", "packages"],
        ),
        pairs_by_kind(
            figures,
            "attribute",
            "`cargo check` of an annotated function",
            "Milliseconds of CPU over a plain function, and seconds for the whole program of 300.",
            &["blocking", "async", "blocking whole", "async whole"],
        ),
        pairs_by_kind(
            figures,
            "code",
            "Machine code for a call site",
            "Bytes of `.text` over a plain call, at `opt-level` 3 and \"z\".",
            &["3/blocking", "3/async", "z/blocking", "z/async"],
        ),
        versions(figures),
    ]
    .concat()
}

fn heading(figures: &Figures, kind: &str, title: &str, text: &str) -> String {
    let when = figures
        .text(&format!("measured/{kind}"))
        .unwrap_or("not measured");
    format!("\n### {title}\n\n{text} ({when})\n\n")
}

fn row(cells: impl IntoIterator<Item = impl Display>) -> String {
    let mut row = "|".to_owned();
    for cell in cells {
        // A `String` holds what is written to it.
        let _ = write!(row, " {cell} |");
    }
    row + "\n"
}

fn head(first: &str, columns: &[impl Display]) -> String {
    let names =
        row(std::iter::once(first.to_owned()).chain(columns.iter().map(ToString::to_string)));
    names + "|---|" + &"---:|".repeat(columns.len()) + "\n"
}

fn instructions(figures: &Figures) -> String {
    let mut table = heading(
        figures,
        "table",
        "Instructions",
        "Over the work alone, for a run, a retry or a delay: with fat LTO / with the default release profile.",
    );
    table += &head("", &Case::all().map(Case::name).collect::<Vec<_>>());
    for contender in CONTENDERS {
        let count = |case: Case| {
            let [lto, release] = Profile::BOTH.map(|profile| {
                figures.number(&format!(
                    "instructions/{}/{}/{contender}",
                    profile.name(),
                    case.name()
                ))
            });
            lto.map_or_else(String::new, |_| {
                format!("{} / {}", cell(lto), cell(release))
            })
        };
        table += &row(std::iter::once(contender.to_owned()).chain(Case::all().map(count)));
    }
    table
}

fn wall(figures: &Figures) -> String {
    let mut table = heading(
        figures,
        "table",
        "Time and allocations",
        "By the clock, as the ratio to the loop by hand, the work included, with the default release profile; in \
         the last column the most allocations of a run.",
    );
    let columns: Vec<_> = Case::all().map(Case::name).chain(["allocations"]).collect();
    table += &head("", &columns);
    for contender in CONTENDERS {
        let ratio =
            |case: Case| precise(figures.number(&format!("wall/{}/{contender}", case.name())));
        let allocations = most_allocations(figures, contender);
        table += &row(std::iter::once(contender.to_owned())
            .chain(Case::all().map(ratio))
            .chain([cell(allocations)]));
    }
    table
}

/// The most allocations of a run, of all cases.
pub fn most_allocations(figures: &Figures, contender: &str) -> Option<f64> {
    Case::all()
        .filter_map(|case| figures.number(&format!("allocations/{}/{contender}", case.name())))
        .reduce(f64::max)
}

fn empty(figures: &Figures) -> String {
    let mut reasons = BTreeMap::<_, Vec<_>>::new();
    for (name, why) in figures.texts() {
        if let ["lacks", contender, _] = name.split('/').collect::<Vec<_>>()[..] {
            reasons.entry(contender.to_owned()).or_default().push(why);
        }
    }
    let mut list = "\nWhy cells are empty:\n\n".to_owned();
    for (contender, reasons) in reasons {
        // A `String` holds what is written to it.
        let _ = writeln!(list, "- {contender}: {}", reasons.join("; "));
    }
    list
}

fn sizes(figures: &Figures) -> String {
    let mut table = heading(
        figures,
        "table",
        "Bytes of futures",
        "With tokio's sleep; `task` is an `async` block that awaits the named future.",
    );
    table += &head("future", &["bytes"]);
    for (name, bytes) in figures.numbers() {
        if let Some(future) = name.strip_prefix("bytes/") {
            table += &row([future, &cell(Some(bytes))]);
        }
    }
    table
}

fn crowds(figures: &Figures) -> String {
    let mut table = heading(
        figures,
        "crowd",
        "Many operations at a time",
        "Each fails twice and waits 10 and 20 ms, all on one thread. Seconds of CPU; CPU and time as the \
         ratio to the loop by hand; bytes at most for each operation; growth of the CPU from 100,000 to \
         1,000,000.",
    );
    let columns = ["s", "CPU", "time", "bytes"];
    let columns: Vec<_> = ["100,000", "1,000,000"]
        .iter()
        .flat_map(|count| columns.map(|column| format!("{count}: {column}")))
        .chain(["growth".to_owned()])
        .collect();
    table += &head("", &columns);
    for timer in ["tokio", "futures-timer"] {
        for contender in CONTENDERS {
            let figure = |count: u32, what: &str| {
                figures.number(&format!("crowd/{timer}/{count}/{contender}/{what}"))
            };
            let cells = [100_000, 1_000_000].map(|count| {
                ["seconds", "cpu", "wall"]
                    .map(|what| precise(figure(count, what)))
                    .into_iter()
                    .chain([cell(figure(count, "bytes"))])
                    .collect::<Vec<_>>()
            });
            let growth = crowd_growth(figures, timer, contender);
            if growth.is_some() {
                table += &row(std::iter::once(format!("{contender} on {timer}"))
                    .chain(cells.concat())
                    .chain([cell(growth)]));
            }
        }
    }
    table
}

/// How many times the CPU of 100,000 operations 1,000,000 take.
pub fn crowd_growth(figures: &Figures, timer: &str, contender: &str) -> Option<f64> {
    let [few, many] = [100_000, 1_000_000]
        .map(|count| figures.number(&format!("crowd/{timer}/{count}/{contender}/seconds")));
    Some(many? / few?)
}

fn precise(ratio: Option<f64>) -> String {
    ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"))
}

/// `<kind>/<row>/<column>`.
fn pairs(figures: &Figures, kind: &str, title: &str, text: &str, columns: &[&str]) -> String {
    let rows = figures
        .numbers()
        .filter_map(|(name, _)| match name.split('/').collect::<Vec<_>>()[..] {
            [first, row, _] if first == kind => Some(row.to_owned()),
            _ => None,
        })
        .collect::<BTreeSet<_>>();
    let mut table = heading(figures, kind, title, text) + &head("", columns);
    for name in rows {
        let cells = columns.iter().map(|column| {
            figures
                .number(&format!("{kind}/{name}/{column}"))
                .map_or_else(String::new, |number| cell(Some(number)))
        });
        table += &row(std::iter::once(name.clone()).chain(cells));
    }
    table
}

/// `<kind>/<column>/<contender>`.
fn pairs_by_kind(
    figures: &Figures,
    kind: &str,
    title: &str,
    text: &str,
    columns: &[&str],
) -> String {
    let mut table = heading(figures, kind, title, text) + &head("", columns);
    for contender in CONTENDERS {
        let cells: Vec<_> = columns
            .iter()
            .map(|column| figures.number(&format!("{kind}/{column}/{contender}")))
            .collect();
        if cells.iter().any(Option::is_some) {
            table += &row(std::iter::once(contender.to_owned()).chain(cells.into_iter().map(cell)));
        }
    }
    table
}

fn versions(figures: &Figures) -> String {
    let versions: Vec<_> = figures
        .texts()
        .filter_map(|(name, version)| {
            Some(format!("{} {version}", name.strip_prefix("versions/")?))
        })
        .collect();
    format!("\nVersions: {}.\n", versions.join(", "))
}
