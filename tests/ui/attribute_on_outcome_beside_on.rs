use retry_core::retry;

#[retry(on = is_busy, on_outcome = is_failed)]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
