use http::Method;
use retry_core::{
    Policy,
    http::{HttpError, HttpPolicy},
    retry,
};

const HTTP: HttpPolicy = HttpPolicy::new();

#[retry(http = HTTP.call(Method::GET), policy = Policy::new(), on_outcome = Result::is_err)]
fn fetch() -> Result<u16, HttpError> {
    Ok(200)
}

fn main() {}
