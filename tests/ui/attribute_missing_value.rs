use retry_core::retry;

#[retry(deadline)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
