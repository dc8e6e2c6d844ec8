//! Loads a page: the first attempt hangs, the second is reset.
use retry_core::{Attempt, Retryable, retry};
use std::{future::pending, io, time::Duration};

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let page = retry(|attempt: Attempt| async move {
        match attempt.number() {
            1 => pending().await,
            2 => Err(io::Error::from(io::ErrorKind::ConnectionReset)),
            _ => Ok("contents of the page"),
        }
    })
    .attempts(5)
    .backoff(Duration::from_millis(100))
    .attempt_timeout(Duration::from_millis(500))
    .on(Retryable::verdict)
    .on_retry(|event| println!("attempt {}: {}", event.attempt(), event.error().unwrap()))
    .await?;
    println!("{page}");
    Ok(())
}
