use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(after = retry_aftr)]
    Busy { retry_after: std::time::Duration },
}

fn main() {}
