use retry_core::retry;

#[retry(before_sleep = log)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
