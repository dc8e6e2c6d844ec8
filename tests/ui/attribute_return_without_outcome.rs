use retry_core::retry;

#[retry(attempts = 5)]
fn fetch() -> u32 {
    5
}

fn main() {
    fetch();
}
