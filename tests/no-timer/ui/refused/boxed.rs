use std::{future::Future, pin::Pin};

use retry_core::retry;

#[retry(attempts = 5)]
fn fetch(page: u64) -> Pin<Box<dyn Future<Output = Result<u64, u8>>>> {
    Box::pin(async move { Ok(page) })
}

fn main() {
    let _ = fetch(1);
}
