use std::{
    io,
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::Duration,
};

use retry_core::{CancelToken, Jitter, Policy};
use signal_hook::{consts::SIGTERM, iterator::Signals};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    task::spawn_blocking,
};

/// The second wait is the one that the signal ends.
const WAITS: [Duration; 2] = [Duration::from_millis(1), Duration::from_secs(60)];

const POLICY: Policy = Policy::new().jitter(Jitter::None);

/// Wakes the threads that wait for their next attempt.
static SHUTDOWN: CancelToken = CancelToken::new();

/// Runs until it gets a SIGTERM: one blocking run, and one async.
#[tokio::main(flavor = "current_thread")]
pub(crate) async fn run() -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM])?;
    thread::spawn(move || {
        for _ in signals.forever() {
            SHUTDOWN.cancel();
        }
    });
    let sigterm = signal(SignalKind::terminate())?;

    // At its end, a tokio runtime waits for its blocking threads. So they need the token as well.
    let blocking = spawn_blocking(|| {
        let server = Server::default();
        let error = blocking_run(&server).unwrap_err();
        server.print_end("blocking run", &error);
    });
    let server = Server::default();
    let error = async_run(&server, sigterm).await.unwrap_err();
    server.print_end("async run", &error);
    blocking.await?;
    Ok(())
}

/// The token ends the wait, and the run returns the error that it has.
fn blocking_run(server: &Server) -> Result<(), String> {
    POLICY
        .retry(|| server.call())
        .schedule(WAITS)
        .on_retry(|event| {
            let delay = event.delay().expect("a wait follows");
            println!("blocking run: waits {delay:?}");
        })
        .cancel_on(&SHUTDOWN)
        .call()
}

/// A future is cancelled by dropping it, and what it holds is gone. Here only the wait is dropped: the loop
/// keeps its error.
async fn async_run(server: &Server, mut sigterm: Signal) -> Result<(), String> {
    let mut run = POLICY.start().schedule(WAITS);
    loop {
        let Err(error) = server.call() else {
            return Ok(());
        };
        let Ok(pause) = run.pause(()) else {
            return Err(error);
        };
        println!("async run: waits {:?}", pause.delay());
        tokio::select! {
            () = pause.into_future() => {}
            _ = sigterm.recv() => return Err(error),
        }
    }
}

/// A server that refuses every call.
#[derive(Default)]
struct Server {
    calls: AtomicU32,
}

impl Server {
    fn call(&self) -> Result<(), String> {
        let number = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        Err(format!("call {number} was refused"))
    }

    fn print_end(&self, run: &str, error: &str) {
        let calls = self.calls.load(Ordering::Relaxed);
        println!("{run}: ended after {calls} calls, the last error: {error}");
    }
}
