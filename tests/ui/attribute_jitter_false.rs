use retry_core::retry;

#[retry(jitter = false)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
