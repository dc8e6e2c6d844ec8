//! The judge of outcomes in place of the judge of errors.

use http::{Method, Response};
use retry_core::{
    http::{HttpError, HttpPolicy},
    retry,
};

const HTTP: HttpPolicy = HttpPolicy::new();

fn main() {
    let _ = retry(|| Ok::<_, HttpError>(Response::new(())))
        .on(HTTP.call(Method::GET).judge())
        .call();
}
