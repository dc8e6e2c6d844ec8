//! An HTTP policy given to a run that has no judge: it would send a POST three times.

use retry_core::{http::HttpPolicy, retry};

const HTTP: HttpPolicy = HttpPolicy::new();

fn main() {
    let _ = retry(|| Err::<(), _>("reset")).policy(&HTTP).call();
}
