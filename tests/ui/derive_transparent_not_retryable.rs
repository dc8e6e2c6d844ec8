use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(transparent)]
    Format(std::fmt::Error),
}

fn main() {}
