use retry_core::retry;

#[retry(unmarked = true)]
fn fetch() -> Result<(), u8> {
    Ok(())
}

fn main() {}
