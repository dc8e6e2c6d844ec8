//! An HTTP policy for a run without its judge, which would send a POST three times.

use retry_core::{http::HttpPolicy, retry};

const HTTP: HttpPolicy = HttpPolicy::new();

fn main() {
    let _ = retry(|| Err::<(), _>("reset")).policy(&HTTP).call();
}
