//! Policies and budgets on simulated time: thousands of clients against a server of limited capacity. `--help` says
//! what it can do.

use std::process::ExitCode;

fn main() -> ExitCode {
    retry_simulate::cli::main()
}
