use retry_core::retry;

#[retry(max_attempts = 5)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
