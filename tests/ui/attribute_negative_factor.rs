use retry_core::retry;

#[retry(factor = -2)]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
