use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(crate = ::retry_core)]
    Busy,
}

fn main() {}
