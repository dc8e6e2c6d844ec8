use http::Method;
use retry_core::{http::{HttpError, HttpPolicy}, retry};

const HTTP: HttpPolicy = HttpPolicy::new();

#[retry(http = HTTP.call(Method::GET), unmarked)]
fn fetch() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
