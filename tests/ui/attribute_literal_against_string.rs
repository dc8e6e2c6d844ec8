use retry_core::retry;

#[retry(on = "busy")]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
