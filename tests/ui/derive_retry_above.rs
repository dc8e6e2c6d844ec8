use retry_core::{Retryable, retry};

#[retry]
#[derive(Debug, Retryable)]
struct Timeout;

fn main() {}
