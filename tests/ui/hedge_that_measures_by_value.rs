//! A hedge that would forget what it has seen.

use retry_core::{Hedge, retry};

async fn fetch() -> Result<u32, ()> {
    Ok(1)
}

fn main() {
    let _ = retry(fetch).hedge(Hedge::quantile(0.95));
}
