use http::{Method, Response};
use retry_core::http::{HttpError, HttpPolicy};

const HTTP: HttpPolicy = HttpPolicy::new();

fn send() -> Result<Response<()>, retry_core::Marked<HttpError>> {
    Ok(Response::new(()))
}

fn main() {
    let _ = HTTP.call(Method::GET).retry_without_raising(send).unmarked().call();
}
