//! Three clients with retries and budgets against a server that fails in every way, over real sockets. Every call
//! ends, nothing leaks, and no effect is lost or doubled.
//!
//! The seed decides what each caller and the server do. `RETRY_CHAOS_SECONDS=60` plays as many rounds as fit into
//! a minute, with other seeds each time; `RETRY_CHAOS_SEED` repeats those of a run that failed.

mod async_calls;
mod call;
mod dice;
mod fault;
mod ledger;
mod observer;
mod request;
mod reqwest_calls;
mod resources;
mod round;
mod server;
mod tally;
mod tower_calls;
mod ureq_calls;

use std::{
    env,
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use retry_tests::fail_if_it_hangs;

use crate::{
    fault::{Fault, Welcome},
    round::play,
    tally::Tally,
};

#[test]
fn every_call_ends_nothing_leaks_and_no_effect_is_lost_or_doubled() {
    let time = number("RETRY_CHAOS_SECONDS").map(Duration::from_secs);
    let of_the_clock = || {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| since.as_secs())
    };
    let seed = number("RETRY_CHAOS_SEED");
    let seed = seed.unwrap_or_else(|| time.map_or(0x5eed, |_| of_the_clock()));
    let began = Instant::now();
    let tally = Arc::new(Mutex::new(Tally::default()));
    for seed in seed.. {
        println!("RETRY_CHAOS_SEED={seed}");
        let tally = Arc::clone(&tally);
        fail_if_it_hangs(move || tally.lock().expect("no panic").add_all(play(seed)));
        if time.is_none_or(|time| began.elapsed() >= time) {
            break;
        }
    }
    let tally = tally.lock().expect("no panic");
    println!("{tally}");
    for client in ["reqwest", "tower", "ureq"] {
        tally.assert_happened(&format!("{client} Done"));
        tally.assert_happened(&format!("{client} Failed(NeverSent)"));
    }
    for fault in Fault::ALL {
        tally.assert_happened(&format!("{fault:?}"));
    }
    for welcome in Welcome::ALL {
        tally.assert_happened(&format!("{welcome:?}"));
    }
}

fn number(name: &str) -> Option<u64> {
    let value = env::var(name).ok()?;
    Some(value.parse().expect("a number"))
}
