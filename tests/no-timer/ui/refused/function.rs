use retry_core::retry;

#[retry(attempts = 5)]
async fn fetch(page: u64) -> Result<u64, u8> {
    Ok(page)
}

fn main() {
    let _ = fetch(1);
}
