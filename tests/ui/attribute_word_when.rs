use retry_core::retry;

#[retry(when = is_transient)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
