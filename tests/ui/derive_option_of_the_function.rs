use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(attempts = 5)]
    Busy,
}

fn main() {}
