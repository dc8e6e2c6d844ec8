//! `retry` for an operation that returns the text of a response.

use http::{Method, Response};
use retry_core::http::{HttpError, HttpPolicy, check};

const HTTP: HttpPolicy = HttpPolicy::new();

fn main() {
    let _ = HTTP
        .call(Method::GET)
        .retry(|| Ok::<String, HttpError>(check(Response::new(String::new()))?.into_body()))
        .call();
}
