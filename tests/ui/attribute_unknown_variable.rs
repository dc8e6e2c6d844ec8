use retry_core::{Policy, retry};

#[retry(policy = Policy::new().attempts(5), attempts = many)]
fn fetch() -> Option<()> {
    None
}

fn main() {
    fetch();
}
