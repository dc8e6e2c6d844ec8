//! Tables for a terminal, for Markdown and for HTML.

use std::fmt::Write as _;

use crate::{
    chart::thousands, contention::Contended, herd::Reconnected, outage::Survived,
    slow_tail::Answered, svg::escaped,
};

/// A table, its head first. The first column is text, the others are numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table(pub Vec<Vec<String>>);

impl Table {
    /// How writers got on.
    #[must_use]
    pub fn contention(rows: &[(&str, Contended)]) -> Self {
        let head = ["jitter", "calls", "time", "given up"];
        Self::of(&head, rows, |row| {
            vec![
                thousands(row.calls),
                format!("{:.1} s", row.time.as_secs_f64()),
                thousands(row.lost),
            ]
        })
    }

    /// How clients got on after a restart.
    #[must_use]
    pub fn herd(rows: &[(&str, Reconnected)]) -> Self {
        let head = [
            "jitter",
            "attempts",
            "most in 0.1 s",
            "all connected",
            "given up",
        ];
        Self::of(&head, rows, |row| {
            vec![
                thousands(row.calls),
                thousands(row.arrivals.iter().max().copied().unwrap_or(0)),
                format!("{:.1} s", row.time.as_secs_f64()),
                thousands(row.lost),
            ]
        })
    }

    /// How clients got on in an outage.
    #[must_use]
    pub fn outage(rows: &[(&str, Survived)]) -> Self {
        let head = [
            "clients",
            "calls",
            "most in a second",
            "well again after",
            "requests lost",
        ];
        Self::of(&head, rows, |row| {
            vec![
                thousands(row.calls),
                thousands(row.arrivals.iter().max().copied().unwrap_or(0)),
                match row.recovery {
                    Some(time) => format!("{} s", time.as_secs()),
                    None => "never".to_owned(),
                },
                thousands(row.lost),
            ]
        })
    }

    /// How long requests took, with hedges and without.
    #[must_use]
    pub fn slow_tail(rows: &[(&str, Answered)]) -> Self {
        let head = [
            "clients",
            "calls",
            "half within",
            "99 % within",
            "99.9 % within",
        ];
        Self::of(&head, rows, |row| {
            let mut line = vec![thousands(row.calls)];
            line.extend(
                [500, 990, 999].map(|share| format!("{} ms", row.quantile(share).as_millis())),
            );
            line
        })
    }

    fn of<R>(head: &[&str], rows: &[(&str, R)], cells: impl Fn(&R) -> Vec<String>) -> Self {
        let mut table = vec![head.iter().map(|cell| (*cell).to_owned()).collect()];
        table.extend(rows.iter().map(|(name, row)| {
            let mut line = vec![(*name).to_owned()];
            line.extend(cells(row));
            line
        }));
        Self(table)
    }

    /// With columns of one width.
    #[must_use]
    pub fn text(&self) -> String {
        let columns = self.0.first().map_or(0, Vec::len);
        let widths: Vec<_> = (0..columns)
            .map(|column| {
                let cells = self.0.iter().map(|row| row[column].chars().count());
                cells.max().unwrap_or(0)
            })
            .collect();
        let mut text = String::new();
        for row in &self.0 {
            let mut line = format!("{:width$}", row[0], width = widths[0]);
            for (cell, width) in row.iter().zip(&widths).skip(1) {
                let _ = write!(line, "  {cell:>width$}");
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// As the guide has it.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for (index, row) in self.0.iter().enumerate() {
            let _ = writeln!(text, "| {} |", row.join(" | "));
            if index == 0 {
                let _ = writeln!(text, "|---|{}", "---:|".repeat(row.len() - 1));
            }
        }
        text
    }

    /// For the report.
    #[must_use]
    pub fn html(&self) -> String {
        let mut text = "<table>\n".to_owned();
        for (index, row) in self.0.iter().enumerate() {
            let tag = if index == 0 { "th" } else { "td" };
            text.push_str("<tr>");
            for cell in row {
                let _ = write!(text, "<{tag}>{}</{tag}>", escaped(cell));
            }
            text.push_str("</tr>\n");
        }
        text + "</table>\n"
    }
}

#[test]
fn a_table_is_written_in_three_ways() {
    let cells = |row: [&str; 2]| row.map(str::to_owned).to_vec();
    let table = Table(vec![cells(["", "calls"]), cells(["a < b", "1,000"])]);
    assert_eq!(table.text(), "       calls\na < b  1,000\n");
    assert_eq!(
        table.markdown(),
        "|  | calls |\n|---|---:|\n| a < b | 1,000 |\n"
    );
    assert!(table.html().contains("<td>a &lt; b</td><td>1,000</td>"));
}
