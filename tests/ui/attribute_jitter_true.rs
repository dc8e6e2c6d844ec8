use retry_core::retry;

#[retry(jitter = true)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
