use retry_core::retry;

#[retry(throttled_delay = 0s, jitter = decorrelated)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
