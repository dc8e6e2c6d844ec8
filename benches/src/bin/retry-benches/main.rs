//! Measures what a retry costs. What each command does is in the README beside this crate.

use std::{env, process::ExitCode};

mod attribute;
mod baseline;
mod build;
mod callgrind;
mod chart;
mod code;
mod counts;
mod crowds;
mod figures;
mod programs;
mod readme;
mod scratch;
mod summary;
mod tables;
mod wall;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "\
usage: retry-benches <command>

  table      counts instructions, allocations and bytes, times pairs, and writes the README
  crowd      100,000 and 1,000,000 operations at a time
  build      a clean build of a program that retries
  attribute  `cargo check` of annotated functions
  code       machine code for each call site
  readme     writes the README and the chart from the figures that there are
  check      this crate alone, against the committed baseline
  baseline   writes the baseline";

fn main() -> ExitCode {
    let command = env::args().nth(1).unwrap_or_default();
    let done = match command.as_str() {
        "table" => readme::measure("table", |figures| {
            figures.extend(counts::count(programs::Field::Peers, |_| true)?);
            wall::time(figures)
        }),
        "crowd" => readme::measure("crowd", crowds::measure),
        "build" => readme::measure("build", build::measure),
        "attribute" => readme::measure("attribute", attribute::measure),
        "code" => readme::measure("code", code::measure),
        "readme" => readme::write(),
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
