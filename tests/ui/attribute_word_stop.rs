use retry_core::retry;

#[retry(stop = after(5))]
fn fetch() -> Result<(), ()> {
    Err(())
}

fn main() {
    let _ = fetch();
}
