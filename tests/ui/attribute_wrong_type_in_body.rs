use retry_core::retry;

#[retry(attempts = 5)]
fn fetch() -> Result<u32, String> {
    Ok("five")
}

#[retry(attempts = 5)]
async fn fetch_async() -> Result<u32, String> {
    Ok("five")
}

fn main() {
    let _ = fetch();
    drop(fetch_async());
}
