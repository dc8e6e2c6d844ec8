use retry_core::{Marked, retry};

#[retry(unmarked)]
fn fetch() -> Result<u8, Marked<std::io::Error>> {
    Ok(std::fs::read("a")?[0])
}

fn main() {}
