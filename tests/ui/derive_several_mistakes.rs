use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(aftr = 0)]
    Busy(std::time::Duration),
    #[no_retry]
    #[no_retry]
    Full,
    #[retry(transparent)]
    Io(String, std::io::Error),
}

fn is_still_retryable(error: &Error) -> retry_core::Verdict {
    error.verdict()
}

fn main() {}
