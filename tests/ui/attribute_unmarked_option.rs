use retry_core::retry;

#[retry(unmarked)]
fn fetch() -> Option<u8> {
    Some(1)
}

fn main() {}
