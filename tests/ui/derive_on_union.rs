use retry_core::Retryable;

#[derive(Retryable)]
union Error {
    code: u32,
    bytes: [u8; 4],
}

fn main() {}
