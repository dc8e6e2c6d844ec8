use retry_core::retry;

#[retry(delay = 100ms)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
