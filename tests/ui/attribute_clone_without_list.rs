use retry_core::retry;

#[retry(clone = body)]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
