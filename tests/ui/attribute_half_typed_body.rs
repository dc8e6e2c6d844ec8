use retry_core::retry;

#[retry(attempts = 5)]
fn fetch(name: &str) -> Option<()> {
    let x = name.;
    None
}

fn main() {
    fetch("x");
}
