use retry_core::retry;

const BUSY: &str = "busy";

#[retry(on = BUSY)]
fn fetch() -> Result<(), u16> {
    Err(503)
}

fn main() {
    let _ = fetch();
}
