use retry_core::retry;

fn main() {
    let _ = retry(|| Err::<(), u8>(1)).on(|error| error.checked_add(1)).call();
}
