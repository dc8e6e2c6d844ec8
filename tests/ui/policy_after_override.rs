use retry_core::{Policy, retry};

fn main() {
    let _ = retry(|| Some(1)).attempts(5).policy(Policy::new()).call();
}
