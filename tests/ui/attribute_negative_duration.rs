use retry_core::retry;

#[retry(backoff = -1.0)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
