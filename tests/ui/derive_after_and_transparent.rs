use retry_core::Retryable;

#[derive(Retryable)]
#[retry(after = delay, transparent)]
struct Error {
    delay: std::time::Duration,
    source: std::io::Error,
}

fn main() {}
