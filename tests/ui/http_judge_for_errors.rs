//! The judge of outcomes where the judge of errors belongs.

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
