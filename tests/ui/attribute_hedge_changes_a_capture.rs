//! A hedged block that changes what is around it.

use retry_core::retry_block;

async fn count() -> Result<u32, ()> {
    let mut calls = 0;
    let counted = retry_block!(hedge = 50ms; async -> Result<u32, ()> { calls += 1; Ok(calls) });
    counted.await
}

fn main() {
    drop(count());
}
