//! A server goes down for a while and comes back. How often is it called meanwhile, with a breaker and
//! without?

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

use retry_core::{Backoff, Breaker, BreakerOpen, Policy, breaker::BreakerState, retry};
use retry_examples::{Answer, LocalServer};

// After five failures in a row nobody calls it for 50 ms. Then one attempt probes whether it is back.
static UPSTREAM: Breaker = Breaker::consecutive(5)
    .open_for(Duration::from_millis(50))
    .named("upstream")
    .on_transition(|it| println!("  {}: {} -> {}", it.name().unwrap(), it.from(), it.to()));

// A caller waits at most 10 ms for the breaker, and then gets an error.
const POLICY: Policy = Policy::new()
    .attempts(3)
    .backoff(Backoff::constant(Duration::from_millis(5)))
    .max_retry_after(Duration::from_millis(10));

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::start()?;

    println!("without a breaker");
    let without = server.outage(|| retry(|| get(&server.url)).policy(&POLICY).call());
    println!("  {} calls while it was down", without.calls);

    println!("with a breaker");
    let with = server.outage(|| {
        retry(|| get(&server.url))
            .policy(&POLICY)
            .breaker(&UPSTREAM)
            .call()
    });
    println!(
        "  {} calls while it was down, {} requests were refused",
        with.calls, with.refused
    );

    assert!(with.calls < without.calls / 3);
    assert!(with.refused > 0 && without.refused == 0);
    assert_eq!(UPSTREAM.state(), BreakerState::Closed);
    Ok(())
}

#[derive(Debug)]
enum FetchError {
    Failed,
    Open,
}

/// What a caller gets for an attempt that was not made.
impl From<BreakerOpen> for FetchError {
    fn from(_: BreakerOpen) -> Self {
        Self::Open
    }
}

fn get(url: &str) -> Result<(), FetchError> {
    match ureq::get(url).call() {
        Ok(_) => Ok(()),
        Err(_) => Err(FetchError::Failed),
    }
}

struct Server {
    url: String,
    is_down: Arc<AtomicBool>,
    /// While it was down.
    calls: Arc<AtomicU32>,
}

struct Seen {
    /// Calls that the server counted while it was down.
    calls: u32,
    /// Requests that were refused in the meantime.
    refused: u32,
}

impl Server {
    fn start() -> std::io::Result<Self> {
        let (is_down, calls) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let (down, counted) = (Arc::clone(&is_down), Arc::<AtomicU32>::clone(&calls));
        let server = LocalServer::start(move |_| {
            if down.load(SeqCst) {
                counted.fetch_add(1, SeqCst);
                Answer::Reply(503, String::new())
            } else {
                Answer::Reply(200, String::new())
            }
        })?;
        Ok(Self {
            url: server.url("/"),
            is_down,
            calls,
        })
    }

    /// Four clients send requests one after the other, while it goes down for 400 ms, and until it has answered
    /// each of them again.
    fn outage(&self, request: impl Fn() -> Result<(), FetchError> + Sync) -> Seen {
        self.calls.store(0, SeqCst);
        let refused = AtomicU32::new(0);
        let end = Instant::now() + Duration::from_millis(400);
        self.is_down.store(true, SeqCst);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    loop {
                        match request() {
                            Ok(()) => break,
                            Err(FetchError::Open) => refused.fetch_add(1, SeqCst),
                            Err(FetchError::Failed) => 0,
                        };
                        thread::sleep(Duration::from_millis(5));
                    }
                });
            }
            thread::sleep(end.saturating_duration_since(Instant::now()));
            self.is_down.store(false, SeqCst);
        });
        Seen {
            calls: self.calls.load(SeqCst),
            refused: refused.into_inner(),
        }
    }
}
