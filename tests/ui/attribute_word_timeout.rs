use retry_core::retry;

#[retry(timeout = 5s)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
