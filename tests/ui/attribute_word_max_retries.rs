use retry_core::retry;

#[retry(max_retries = LIMIT)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
