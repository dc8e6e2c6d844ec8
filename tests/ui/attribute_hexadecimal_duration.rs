use retry_core::retry;

#[retry(deadline = 0x10s)]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
