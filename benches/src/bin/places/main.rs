//! The case `two-places`: awaits the same future type in two places, for each contender.
//!
//! A program of its own with one future type for each contender. In `cases` there are several, which
//! share the drop glue of the sleep: what is left of theirs is inlined, and nothing shows.

#[cfg(feature = "peers")]
mod peers;

use std::process::ExitCode;

use retry_benches::{
    case::Case,
    cli::{self, Entry},
    policy::{ATTEMPTS, FIRST, LONGEST},
    work::{Outcome, repeat_in_two_places, succeed_async},
};
use retry_core::{Backoff, Jitter, Policy, retry};

fn main() -> ExitCode {
    let own = [
        ("direct", direct as fn(u64) -> u64),
        ("by hand", by_hand),
        ("retry-core", retry_core),
    ];
    let contenders = own.into_iter();
    #[cfg(feature = "peers")]
    let contenders = contenders.chain(peers::ALL);
    let entries: Vec<Entry> = contenders
        .map(|(contender, runs)| (Case::TwoPlaces, contender, runs))
        .collect();
    cli::main(&entries)
}

fn direct(times: u64) -> u64 {
    async fn run(number: u64) -> Outcome {
        succeed_async(number).await
    }
    repeat_in_two_places(times, run)
}

fn by_hand(times: u64) -> u64 {
    async fn run(number: u64) -> Outcome {
        let mut attempt = 1;
        let mut delay = FIRST;
        loop {
            let outcome = succeed_async(number).await;
            if outcome.is_ok() || attempt == ATTEMPTS {
                return outcome;
            }
            tokio::time::sleep(delay).await;
            delay = (delay * 2).min(LONGEST);
            attempt += 1;
        }
    }
    repeat_in_two_places(times, run)
}

static POLICY: Policy = Policy::new()
    .attempts(ATTEMPTS)
    .backoff(Backoff::exponential(FIRST).max_delay(LONGEST))
    .jitter(Jitter::None);

fn retry_core(times: u64) -> u64 {
    async fn run(number: u64) -> Outcome {
        retry(|| succeed_async(number)).policy(&POLICY).await
    }
    repeat_in_two_places(times, run)
}
