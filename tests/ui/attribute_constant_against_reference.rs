use retry_core::retry;

const BUSY: u16 = 503;

#[retry(on = BUSY)]
fn fetch() -> Result<(), u16> {
    Err(503)
}

fn main() {
    let _ = fetch();
}
