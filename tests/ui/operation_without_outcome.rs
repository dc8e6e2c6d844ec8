use retry_core::retry;

fn main() {
    let _ = retry(|| 5).call();
}
