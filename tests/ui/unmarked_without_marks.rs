use retry_core::retry;

fn main() {
    let _ = retry(|| Err::<(), u8>(1)).unmarked().call();
}
