use retry_core::retry;
use std::time::Duration;

fn main() {
    let _ = retry(|| Some(1)).attempt_timeout(Duration::from_secs(1)).call();
}
