use retry_core::retry;

#[retry(rejected = |_| String::new())]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
