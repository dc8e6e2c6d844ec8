//! Measures what a retry costs. What each command does is in the README beside this crate.

use std::{env, process::ExitCode};

mod baseline;
mod callgrind;
mod counts;
mod figures;
mod programs;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "usage: retry-benches (check | baseline)";

fn main() -> ExitCode {
    let command = env::args().nth(1).unwrap_or_default();
    let done = match command.as_str() {
        "check" => baseline::check(),
        "baseline" => baseline::write(),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(complaint) => {
            eprintln!("{complaint}");
            ExitCode::FAILURE
        }
    }
}
