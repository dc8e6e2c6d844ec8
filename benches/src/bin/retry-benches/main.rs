//! Measures what a retry costs. The README of this package describes the commands.

use std::{env, process::ExitCode};

mod attribute;
mod baseline;
mod build;
mod callgrind;
mod chart;
mod code;
mod contenders;
mod counts;
mod crowds;
mod derived;
mod figures;
mod programs;
mod readme;
mod rows;
mod scratch;
mod summary;
mod tables;
mod wall;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "\
usage: retry-benches <command>

  table      instructions, allocations, sizes and times of all contenders
  crowd      100,000 and 1,000,000 operations at a time
  build      clean builds of programs that retry
  attribute  `cargo check` of annotated functions
  code       machine code of a call site
  readme     writes the README and the chart from `figures.json`
  check      counts this crate's figures and compares them with `baseline.json`
  baseline   writes `baseline.json`";

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
