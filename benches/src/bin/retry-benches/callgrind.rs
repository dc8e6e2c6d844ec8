//! Instructions, counted by valgrind's callgrind.

use std::process::Command;

use crate::{Result, programs::Entry};

/// Enough runs that what differs from start to start vanishes in the quotient.
const TIMES: u32 = 1000;

/// The instructions of one run: what `2 n` runs cost more than `n`, over `n`.
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
