use retry_core::retry;

#[retry(backoff = 100)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
