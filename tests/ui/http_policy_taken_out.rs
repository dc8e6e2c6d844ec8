//! The policy of an HTTP policy, for a run that has no judge.

use retry_core::{http::HttpPolicy, retry};

const HTTP: HttpPolicy = HttpPolicy::new();

#[retry(policy = HTTP.attempts(5))]
fn place() -> Result<(), String> {
    Err("reset".to_owned())
}

fn main() {
    let _ = place();
    let _ = retry(place).policy(HTTP.attempts(5)).call();
}
