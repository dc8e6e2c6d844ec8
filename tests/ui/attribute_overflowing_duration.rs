use retry_core::retry;

#[retry(deadline = 1e30h)]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
