use retry_core::retry;

#[retry(on = |error: &u32| *error == 1)]
fn fetch() -> Result<String, String> {
    Err(String::new())
}

fn main() {
    let _ = fetch();
}
