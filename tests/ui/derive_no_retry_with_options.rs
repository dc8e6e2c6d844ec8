use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[no_retry(transparent)]
    Io(std::io::Error),
}

fn main() {}
