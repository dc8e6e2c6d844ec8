//! A schedule of a hedged run.

use std::time::Duration;

use retry_core::retry;

async fn fetch() -> Result<u32, ()> {
    Ok(1)
}

fn main() {
    let delay = Duration::from_millis(50);
    let _ = retry(fetch).hedge(delay).schedule([delay]);
    let _ = retry(fetch).schedule([delay]).hedge(delay);
}
