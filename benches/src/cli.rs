//! The command line of the programs that callgrind runs: they make the runs of one case for one
//! contender, and nothing else.
//!
//! ```text
//! <program>                              lists a case and a contender on each line
//! <program> <case> <contender> <times>   makes the runs and prints how many nanoseconds they took
//! ```

use std::{env, process::ExitCode, time::Instant};

use crate::{case::Case, contender::Runs};

/// A case, the contender that does it, and its runs.
pub type Entry = (Case, &'static str, Runs);

/// Lists the entries, or makes the runs of one.
#[must_use]
pub fn main(entries: &[Entry]) -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match &arguments[..] {
        [] => {
            for (case, contender, _) in entries {
                println!("{}\t{contender}", case.name());
            }
            Ok(())
        }
        [case, contender, times] => run(entries, case, contender, times),
        _ => Err("usage: [<case> <contender> <times>]".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaint) => {
            eprintln!("{complaint}");
            ExitCode::FAILURE
        }
    }
}

fn run(entries: &[Entry], case: &str, contender: &str, times: &str) -> Result<(), String> {
    let &(case, _, runs) = entries
        .iter()
        .find(|entry| entry.0.name() == case && entry.1 == contender)
        .ok_or_else(|| format!("`{contender}` does not do `{case}`"))?;
    let times = times
        .parse()
        .map_err(|_| format!("not a number: {times}"))?;
    let start = Instant::now();
    let returned = runs(times);
    let took = start.elapsed();
    // A contender that skips work must not look fast.
    if returned != case.expected(times) {
        return Err(format!("{times} runs returned {returned}"));
    }
    println!("{}", took.as_nanos());
    Ok(())
}
