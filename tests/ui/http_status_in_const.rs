//! A status that does not exist, in a `const`.

use retry_core::http::HttpPolicy;

const HTTP: HttpPolicy = HttpPolicy::new().statuses([503, 99]);

fn main() {
    let _ = HTTP;
}
