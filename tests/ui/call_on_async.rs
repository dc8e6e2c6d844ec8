use retry_core::retry;

fn main() {
    let _ = retry(|| async { Some(1) }).attempts(5).call();
}
