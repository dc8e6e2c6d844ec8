use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(transparent)]
    Io(#[source] std::io::Error, #[source] std::io::Error),
}

fn main() {}
