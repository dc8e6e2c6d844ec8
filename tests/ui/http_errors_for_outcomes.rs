//! The judge of errors in place of the judge of outcomes.

use http::{Method, Response};
use retry_core::{
    http::{HttpError, HttpPolicy},
    retry,
};

const HTTP: HttpPolicy = HttpPolicy::new();

fn main() {
    let _ = retry(|| Ok::<_, HttpError>(Response::new(())))
        .on_outcome(HTTP.call(Method::GET).errors())
        .call();
}
