//! A request that is not awaited before its response is checked.

use http::Response;
use retry_core::http::{HttpError, check};

async fn send() -> Result<Response<()>, HttpError> {
    Ok(Response::new(()))
}

async fn order() -> Result<Response<()>, HttpError> {
    check(send()).await
}

fn main() {
    let _ = order();
}
