use retry_core::retry;

#[retry(deadline = 5s, reset_after = 1s)]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
