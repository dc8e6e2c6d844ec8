use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(after = seconds)]
    Busy { seconds: u64 },
}

fn main() {}
