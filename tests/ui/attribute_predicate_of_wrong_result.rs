use retry_core::retry;

#[retry(on = |error| error.len())]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
