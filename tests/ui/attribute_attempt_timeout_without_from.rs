use retry_core::retry;

struct ApiError;

#[retry(attempt_timeout = 5s)]
async fn fetch() -> Result<(), ApiError> {
    Err(ApiError)
}

fn main() {
    drop(fetch());
}
