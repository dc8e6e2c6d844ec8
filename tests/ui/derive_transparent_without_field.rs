use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(transparent)]
    Busy,
}

fn main() {}
