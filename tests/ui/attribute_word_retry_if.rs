use retry_core::retry;

#[retry(retry_if = is_transient)]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
