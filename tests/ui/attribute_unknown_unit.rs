use retry_core::retry;

#[retry(deadline = 5min)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
