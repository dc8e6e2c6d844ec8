use retry_core::Retryable;

#[derive(Retryable)]
enum Error {
    Busy {
        #[retry]
        delay: std::time::Duration,
    },
}

fn main() {}
