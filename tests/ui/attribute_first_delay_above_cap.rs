use retry_core::retry;

#[retry(backoff = 10s, max_delay = 5s)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
