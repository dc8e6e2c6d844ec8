use retry_core::retry;

#[retry(frobnicate = 5)]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
