use retry_core::retry;

#[retry(throttled_delay = 10s, max_delay = 5s)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
