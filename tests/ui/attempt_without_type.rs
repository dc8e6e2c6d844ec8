use retry_core::retry;

fn main() {
    let _ = retry(|attempt| Some(attempt.number())).call();
}
