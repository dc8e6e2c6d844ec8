//! The simulator without the other examples around it, which builds faster.

use std::process::ExitCode;

fn main() -> ExitCode {
    retry_simulate::cli::main()
}
