use retry_core::retry;

#[retry(breaker = 5)]
fn fetch() -> std::io::Result<()> {
    Ok(())
}

fn main() {
    let _ = fetch();
}
