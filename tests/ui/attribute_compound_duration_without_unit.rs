use retry_core::retry;

#[retry(deadline = 1m30)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
