//! Makes the runs of one case for one contender, as `retry_benches::cli` says, and prints two lists:
//!
//! ```text
//! cases lacks   the cases that contenders cannot do, and why
//! cases sizes   the sizes of futures, in bytes
//! ```

use std::{env, process::ExitCode};

use retry_benches::{
    cli::{self, Entry},
    contenders, sizes,
};

fn main() -> ExitCode {
    match env::args().nth(1).as_deref() {
        Some("lacks") => list_what_lacks(),
        Some("sizes") => list_sizes(),
        _ => return cli::main(&entries()),
    }
    ExitCode::SUCCESS
}

fn entries() -> Vec<Entry> {
    contenders::all()
        .into_iter()
        .flat_map(|contender| {
            contender
                .cases
                .iter()
                .map(move |&(case, runs)| (case, contender.name, runs))
        })
        .collect()
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
