use retry_core::retry;

#[tokio::main]
#[retry(attempt_timeout = 5s)]
async fn main() -> Result<(), retry_core::TimedOut> {
    Ok(())
}
