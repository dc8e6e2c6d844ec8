use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(after)]
    Busy { delay: std::time::Duration },
}

fn main() {}
