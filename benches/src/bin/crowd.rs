//! Runs one crowd: `crowd <timer> <contender> <count>` prints the milliseconds that it took, and the
//! most bytes that were allocated, for each operation. `crowd` alone lists timers and contenders.

use std::{process::ExitCode, time::Instant};

use retry_benches::{counting::Counting, crowd};

#[global_allocator]
static ALLOCATOR: Counting = Counting::new();

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.is_empty() {
        for (timer, contender, _) in crowd::all() {
            println!("{timer}\t{contender}");
        }
        return ExitCode::SUCCESS;
    }
    if let [timer, contender, count] = &arguments[..]
        && let Ok(count) = count.parse()
        && let Some((.., run)) = crowd::all()
            .into_iter()
            .find(|entry| entry.0 == timer && entry.1 == contender)
    {
        let before = ALLOCATOR.live();
        let start = Instant::now();
        run(count);
        let took = start.elapsed();
        let bytes = (ALLOCATOR.most() - before) / u64::from(count.max(1));
        println!("{}\t{bytes}", took.as_millis());
        return ExitCode::SUCCESS;
    }
    eprintln!("usage: crowd [<timer> <contender> <count>]");
    ExitCode::FAILURE
}
