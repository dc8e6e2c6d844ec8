//! A schedule of a hedged function.

use std::time::Duration;

use retry_core::retry;

#[retry(hedge = 50ms, schedule = [Duration::ZERO])]
async fn fetch() -> Result<u32, ()> {
    Ok(1)
}

fn main() {
    drop(fetch());
}
