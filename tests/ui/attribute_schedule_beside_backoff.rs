use retry_core::retry;

#[retry(schedule = [], backoff = 1s)]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
