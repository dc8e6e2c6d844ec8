use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(transparent)]
    Io(String, std::io::Error),
}

fn main() {}
