use retry_core::retry;

#[retry(exact_hints = true)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
