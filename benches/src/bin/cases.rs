//! Makes the runs of one case for one contender, and nothing else: what callgrind counts.
//!
//! `cases <case> <contender> <times>`; `cases sizes` prints the bytes of futures, `cases` alone lists what
//! there is.

use std::process::ExitCode;

use retry_benches::{case::Case, contenders, sizes};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => list(),
        ["sizes"] => list_sizes(),
        [case, contender, times] => run(case, contender, times),
        _ => Err("usage: cases <case> <contender> <times>".to_owned()),
    }
    .map_or_else(
        |complaint| {
            eprintln!("{complaint}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}

fn list() -> Result<(), String> {
    for contender in contenders::all() {
        for (case, _) in contender.cases {
            println!("{} {}", case.name(), contender.name);
        }
    }
    Ok(())
}

fn list_sizes() -> Result<(), String> {
    for (name, bytes) in sizes::all() {
        println!("{name} {bytes}");
    }
    Ok(())
}

fn run(case: &str, contender: &str, times: &str) -> Result<(), String> {
    let case = Case::named(case).ok_or_else(|| format!("no case `{case}`"))?;
    let runs = contenders::named(contender)
        .and_then(|contender| contender.runs(case))
        .ok_or_else(|| format!("`{contender}` does not do `{}`", case.name()))?;
    let times = times
        .parse()
        .map_err(|_| format!("not a number: {times}"))?;
    let returned = runs(times);
    if returned == case.expected(times) {
        Ok(())
    } else {
        Err(format!("{times} runs returned {returned}"))
    }
}
