use retry_core::retry;

#[retry(attempts = 0, backof = 1s)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
