//! A judge of HTTP errors for a type that is not an error.

use http::Method;
use retry_core::{http::HttpPolicy, retry};

const HTTP: HttpPolicy = HttpPolicy::new();

fn main() {
    let _ = retry(|| Err::<(), _>("busy"))
        .on(HTTP.call(Method::GET).errors())
        .call();
}
