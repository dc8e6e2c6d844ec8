use retry_core::retry;
use std::time::Duration;

struct ApiError;

async fn run() -> Result<(), ApiError> {
    retry(|| async { Err(ApiError) }).attempt_timeout(Duration::from_secs(1)).await
}

fn main() {}
