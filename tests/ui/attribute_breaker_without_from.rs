use retry_core::{Breaker, retry};

static BREAKER: Breaker = Breaker::consecutive(5);

struct ApiError;

#[retry(breaker = &BREAKER)]
fn fetch() -> Result<(), ApiError> {
    Err(ApiError)
}

#[retry(breaker = &BREAKER)]
async fn fetch_async() -> Result<(), ApiError> {
    Err(ApiError)
}

fn main() {
    let _ = fetch();
    drop(fetch_async());
}
