//! Instructions, counted by valgrind's callgrind.

use std::{path::Path, process::Command};

use crate::Result;

/// Enough runs that what differs from start to start vanishes in the quotient.
const TIMES: u32 = 1000;

/// The instructions of one run: what `2 n` runs cost more than `n`, over `n`.
pub fn instructions_per_run(program: &Path, case: &str, contender: &str) -> Result<f64> {
    let few = instructions(program, case, contender, TIMES)?;
    let many = instructions(program, case, contender, 2 * TIMES)?;
    Ok((many - few) / f64::from(TIMES))
}

fn instructions(program: &Path, case: &str, contender: &str, times: u32) -> Result<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args([case, contender, &times.to_string()])
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
