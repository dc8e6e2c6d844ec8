//! The tables with all figures of all contenders.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{Display, Write},
};

use retry_benches::case::Case;

use crate::{contenders::CONTENDERS, crowds::TIMERS, figures::Figures, programs::Profile};

/// A cell: the number with two or three digits, or nothing.
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

/// All tables, each under a heading.
pub fn all(figures: &Figures) -> String {
    [
        instructions(figures),
        wall(figures),
        empty(figures),
        sizes(figures),
        crowds(figures),
        builds(figures),
        attribute(figures),
        code(figures),
        versions(figures),
    ]
    .concat()
}

/// A heading, what the table shows, and when this command measured it.
fn heading(figures: &Figures, command: &str, title: &str, text: &str) -> String {
    let when = figures
        .text(&format!("measured/{command}"))
        .unwrap_or("not measured");
    format!("\n### {title}\n\n{text} ({when})\n\n")
}

fn row(cells: impl IntoIterator<Item = impl Display>) -> String {
    let mut row = "|".to_owned();
    for cell in cells {
        // Writing to a `String` cannot fail.
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
        "By the clock, as the ratio to the loop by hand where there is one, the work included, with the default \
         release profile; in the last column the most allocations of a run.",
    );
    let columns: Vec<_> = Case::all().map(Case::name).chain(["allocations"]).collect();
    table += &head("", &columns);
    for contender in CONTENDERS {
        let ratio =
            |case: Case| precise(figures.number(&format!("wall/{}/{contender}", case.name())));
        let allocations = figures.number(&format!("most allocations/{contender}"));
        table += &row(std::iter::once(contender.to_owned())
            .chain(Case::all().map(ratio))
            .chain([cell(allocations)]));
    }
    table
}

fn empty(figures: &Figures) -> String {
    let mut reasons = BTreeMap::<_, Vec<_>>::new();
    for (name, why) in figures.texts() {
        if let ["lacks", contender, _] = name.split('/').collect::<Vec<_>>()[..] {
            let reasons = reasons.entry(contender.to_owned()).or_default();
            if !reasons.contains(&why) {
                reasons.push(why);
            }
        }
    }
    let mut list = "\nWhy cells are empty:\n\n".to_owned();
    for (contender, reasons) in reasons {
        // Writing to a `String` cannot fail.
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
    for timer in TIMERS {
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
            let growth = figures.number(&format!("growth/{timer}/{contender}"));
            if growth.is_some() {
                table += &row(std::iter::once(format!("{contender} on {timer}"))
                    .chain(cells.concat())
                    .chain([cell(growth)]));
            }
        }
    }
    table
}

fn precise(ratio: Option<f64>) -> String {
    ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"))
}

fn builds(figures: &Figures) -> String {
    let alone = heading(
        figures,
        "build",
        "Clean build of a program that retries once",
        "CPU of cargo and the compilers, profile `dev`; packages that come along with the crate that is named first.",
    );
    let added = heading(
        figures,
        "build",
        "Added to a clean build of a program that has more",
        "Over the same program without retries, which has tokio with `macros` and serde's derive: the median \
         of the differences of 5 pairs.",
    );
    let columns = ["seconds", "packages"];
    alone + &by_row(figures, "build", &columns) + &added + &by_row(figures, "added", &columns)
}

fn attribute(figures: &Figures) -> String {
    let heading = heading(
        figures,
        "attribute",
        "`cargo check` of an annotated function",
        "Milliseconds of CPU over a plain function, and seconds for the whole program of 300.",
    );
    let columns = ["blocking", "async", "blocking whole", "async whole"];
    heading + &by_column(figures, "attribute", &columns)
}

fn code(figures: &Figures) -> String {
    let heading = heading(
        figures,
        "code",
        "Machine code for a call site",
        "Bytes of `.text` over a plain call, at `opt-level` 3 and \"z\".",
    );
    let columns = ["3/blocking", "3/async", "z/blocking", "z/async"];
    heading + &by_column(figures, "code", &columns)
}

/// A table of the figures `<kind>/<row>/<column>`.
fn by_row(figures: &Figures, kind: &str, columns: &[&str]) -> String {
    let rows: BTreeSet<_> = figures
        .numbers()
        .filter_map(|(name, _)| match name.split('/').collect::<Vec<_>>()[..] {
            [first, row, _] if first == kind => Some(row.to_owned()),
            _ => None,
        })
        .collect();
    let mut table = head("", columns);
    for name in rows {
        let number = |column| cell(figures.number(&format!("{kind}/{name}/{column}")));
        table += &row(std::iter::once(name.clone()).chain(columns.iter().map(number)));
    }
    table
}

/// A table of the figures `<kind>/<column>/<contender>`.
fn by_column(figures: &Figures, kind: &str, columns: &[&str]) -> String {
    let mut table = head("", columns);
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
