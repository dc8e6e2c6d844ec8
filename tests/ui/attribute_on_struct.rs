use retry_core::retry;

#[retry(attempts = 5)]
struct Fetch;

fn main() {
    let _ = Fetch;
}
