use retry_core::retry;

#[retry(attempts = unlimited)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
