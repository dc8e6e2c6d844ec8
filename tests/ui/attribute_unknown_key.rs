use retry_core::retry;

#[retry(attempt = 5)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
