//! A call takes one predicate on responses, and has none of its own.

use http::{Method, Response};
use retry_core::http::{HttpError, HttpPolicy};

const HTTP: HttpPolicy = HttpPolicy::new();

fn main() {
    let _ = HTTP
        .call(Method::GET)
        .retry(|| Ok::<_, HttpError>(Response::new(())))
        .on_ok(|response| response.status() == 202)
        .on_ok(|response| response.status() == 203)
        .call();
}
