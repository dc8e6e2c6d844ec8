use retry_core::retry;

#[retry(reset_after = 0s)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
