use retry_core::retry;

#[retry(attempts = 5, backoff = 1s, attempts = 6)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
