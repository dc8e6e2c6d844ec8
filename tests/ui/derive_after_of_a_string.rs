use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(after = "delay")]
    Busy { delay: std::time::Duration },
}

fn main() {}
