use retry_core::retry;

#[retry(throttled_delay = 1s, schedule = [])]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
