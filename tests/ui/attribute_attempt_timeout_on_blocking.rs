use retry_core::retry;

#[retry(attempt_timeout = 5s)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
