use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry]
    #[no_retry]
    Busy,
}

fn main() {}
