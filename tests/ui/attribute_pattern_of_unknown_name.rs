use retry_core::retry;

#[derive(Debug)]
enum ApiError {
    Timeout,
}

#[retry(on = Timeout)]
fn fetch() -> Result<(), ApiError> {
    Err(ApiError::Timeout)
}

fn main() {
    let _ = fetch();
}
