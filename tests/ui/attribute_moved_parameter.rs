use retry_core::retry;

#[retry(attempts = 5)]
fn send(body: String) -> Result<usize, String> {
    let bytes = body.into_bytes();
    Ok(bytes.len())
}

fn main() {
    let _ = send(String::new());
}
