//! A hedge of a blocking function.

use retry_core::retry;

#[retry(hedge = 50ms)]
fn fetch() -> Result<u32, ()> {
    Ok(1)
}

fn main() {
    let _ = fetch();
}
