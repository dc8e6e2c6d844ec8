//! On tokio: a spawned task, an attempt that hangs, and tokio's paused clock.

use std::{
    future,
    io::{self, ErrorKind},
    time::Duration,
};

use retry_core::{Attempt, retry};
use tokio::time::Instant;

/// The first call never answers.
async fn load(id: u32, attempt: Attempt) -> io::Result<u32> {
    if attempt.number() == 1 {
        future::pending::<()>().await;
    }
    Ok(id * 2)
}

// With a paused clock, tokio skips over every wait: the default timer is tokio's inside its runtime.
#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() -> io::Result<()> {
    let start = Instant::now();

    let task = tokio::spawn(async {
        retry(|attempt: Attempt| load(21, attempt))
            .attempts(5)
            .backoff(Duration::from_secs(1))
            .attempt_timeout(Duration::from_secs(2))
            .on(|error| error.kind() == ErrorKind::TimedOut)
            .await
    });

    assert_eq!(task.await??, 42);
    // The attempt that was cut, and a wait of at most a second.
    assert!((2..=3).contains(&start.elapsed().as_secs()));
    Ok(())
}
