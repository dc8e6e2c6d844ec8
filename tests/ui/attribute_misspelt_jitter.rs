use retry_core::retry;

#[retry(jitter = ful)]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
