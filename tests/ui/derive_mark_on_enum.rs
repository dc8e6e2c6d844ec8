use retry_core::Retryable;

#[derive(Retryable)]
#[retry]
enum Error {
    Busy,
}

fn main() {}
