use retry_core::retry;

#[retry(exhausted = |value| Ok(value))]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
