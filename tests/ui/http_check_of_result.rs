//! A response that is checked together with the client's error.

use http::Response;
use retry_core::http::{HttpError, check};

fn send() -> Result<Response<()>, HttpError> {
    Ok(Response::new(()))
}

fn main() {
    let _ = check(send());
}
