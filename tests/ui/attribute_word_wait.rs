use retry_core::retry;

#[retry(wait = 100ms)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
