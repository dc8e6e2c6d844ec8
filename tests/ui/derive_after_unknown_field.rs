use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    #[retry(after = delay)]
    Busy {
        code: u16,
        retry_after: std::time::Duration,
    },
}

fn main() {}
