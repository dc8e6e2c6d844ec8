use retry_core::{TimedOut, retry};

#[retry(attempts = 5, attempt_timeout = 1s)]
async fn fetch(page: u64) -> Result<u64, TimedOut> {
    Ok(page)
}

fn main() {
    let _ = fetch(1);
}
