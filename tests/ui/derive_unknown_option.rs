use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(transparant)]
    Io(std::io::Error),
    #[no_retry]
    Other,
}

fn main() {}
