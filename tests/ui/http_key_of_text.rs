use http::Method;
use retry_core::{
    http::{HttpError, HttpPolicy},
    retry,
};

const HTTP: HttpPolicy = HttpPolicy::new();

#[retry(http = HTTP.call(Method::GET))]
fn of_text() -> Result<u16, String> {
    Ok(200)
}

#[retry(http = HTTP)]
fn of_a_policy() -> Result<u16, HttpError> {
    Ok(200)
}

fn main() {}
