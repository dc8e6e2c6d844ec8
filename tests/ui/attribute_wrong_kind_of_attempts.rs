use retry_core::retry;

#[retry(attempts = "five")]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
