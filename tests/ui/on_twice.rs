use retry_core::retry;

fn main() {
    let _ = retry(|| Err::<(), u8>(1)).on(|error| *error == 1).on(|error| *error == 2).call();
}
