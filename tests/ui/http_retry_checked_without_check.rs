//! `retry_checked` for an operation that returns an unchecked response.

use http::{Method, Response};
use retry_core::http::HttpPolicy;

const HTTP: HttpPolicy = HttpPolicy::new();

#[derive(Debug)]
struct ClientError;

impl std::fmt::Display for ClientError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no answer")
    }
}

impl std::error::Error for ClientError {}

fn send() -> Result<Response<()>, ClientError> {
    Ok(Response::new(()))
}

fn main() {
    let _ = HTTP.call(Method::GET).retry_checked(send).call();
}
