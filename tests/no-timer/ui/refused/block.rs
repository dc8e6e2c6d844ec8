use retry_core::retry_block;

async fn fetch(page: u64) -> Result<u64, u8> {
    retry_block!(attempts = 5; async { Ok(page) }).await
}

fn main() {
    let _ = fetch(1);
}
