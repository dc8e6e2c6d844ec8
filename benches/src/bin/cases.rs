//! Makes the runs of one case for one contender, and nothing else: what callgrind counts.
//!
//! ```text
//! cases                              what there is, a case and a contender on each line
//! cases lacks                        what there is not, and why
//! cases sizes                        bytes of futures
//! cases <case> <contender> <times>   makes the runs, and prints the nanoseconds that they took
//! ```

use std::{process::ExitCode, time::Instant};

use retry_benches::{case::Case, contender::Runs, contenders, sizes};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => list(),
        ["lacks"] => list_what_lacks(),
        ["sizes"] => list_sizes(),
        [case, contender, times] => {
            if let Err(complaint) = run(case, contender, times) {
                eprintln!("{complaint}");
                return ExitCode::FAILURE;
            }
        }
        _ => {
            eprintln!("usage: cases [lacks | sizes | <case> <contender> <times>]");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn list() {
    for contender in contenders::all() {
        for (case, _) in contender.cases {
            println!("{}\t{}", case.name(), contender.name);
        }
    }
}

fn list_what_lacks() {
    for contender in contenders::all() {
        for (cases, why) in contender.lacks {
            let cases: Vec<_> = cases.iter().map(|case| case.name()).collect();
            println!("{}\t{}\t{why}", contender.name, cases.join(", "));
        }
    }
}

fn list_sizes() {
    for (name, bytes) in sizes::all() {
        println!("{name}\t{bytes}");
    }
}

fn run(case: &str, contender: &str, times: &str) -> Result<(), String> {
    let case = Case::named(case).ok_or_else(|| format!("no case `{case}`"))?;
    let runs: Runs = contenders::named(contender)
        .and_then(|contender| contender.runs(case))
        .ok_or_else(|| format!("`{contender}` does not do `{}`", case.name()))?;
    let times = times
        .parse()
        .map_err(|_| format!("not a number: {times}"))?;
    let start = Instant::now();
    let returned = runs(times);
    let took = start.elapsed();
    // Who does less than the others is not faster.
    if returned != case.expected(times) {
        return Err(format!("{times} runs returned {returned}"));
    }
    println!("{}", took.as_nanos());
    Ok(())
}
