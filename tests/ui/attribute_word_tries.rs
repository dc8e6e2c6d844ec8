use retry_core::retry;

#[retry(tries = 5)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
