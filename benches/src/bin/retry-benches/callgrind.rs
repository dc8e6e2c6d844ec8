//! Instructions, as counted by valgrind's callgrind.

use std::process::Command;

use crate::{Result, programs::Entry};

/// Enough runs that differences between two starts of a program do not show.
const TIMES: u32 = 1000;

/// The instructions of one run: the difference between `2 n` and `n` runs, over `n`.
pub fn instructions_per_run(entry: &Entry) -> Result<f64> {
    let few = instructions(entry, TIMES)?;
    let many = instructions(entry, 2 * TIMES)?;
    Ok((many - few) / f64::from(TIMES))
}

fn instructions(entry: &Entry, times: u32) -> Result<f64> {
    let (case, contender) = (entry.case.name(), &entry.contender);
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(&entry.program)
        .args([case, contender.as_str(), &times.to_string()])
        .output()
        .map_err(|error| format!("valgrind: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{case} by {contender}: {said}").into());
    }
    said.lines()
        .find_map(|line| line.split_once("Collected : "))
        .and_then(|(_, count)| count.trim().parse().ok())
        .ok_or_else(|| format!("valgrind named no count: {said}").into())
}
