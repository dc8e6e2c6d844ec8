use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry = true]
    Busy,
}

fn main() {}
