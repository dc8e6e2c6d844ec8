use retry_core::retry;

#[retry(retries = 3)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
