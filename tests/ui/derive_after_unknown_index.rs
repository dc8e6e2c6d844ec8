use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(after = 2)]
    Busy(u16, std::time::Duration),
}

fn main() {}
