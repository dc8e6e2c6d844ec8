use retry_core::retry;

#[retry(budget = 0.2)]
fn fetch() -> Result<(), u8> {
    Err(1)
}

fn main() {
    let _ = fetch();
}
