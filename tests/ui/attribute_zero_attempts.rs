use retry_core::retry;

#[retry(attempts = 0)]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
