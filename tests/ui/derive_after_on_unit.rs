use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(after = delay)]
    Busy,
}

fn main() {}
