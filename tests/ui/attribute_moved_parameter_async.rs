use retry_core::retry;

#[retry(attempts = 5)]
async fn send(body: String) -> Result<usize, String> {
    let bytes = body.into_bytes();
    Ok(bytes.len())
}

fn main() {
    drop(send(String::new()));
}
