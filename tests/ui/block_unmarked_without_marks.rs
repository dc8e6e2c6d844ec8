use retry_core::retry_block;

fn main() {
    let _ = retry_block!(unmarked; { Err::<(), u8>(1) });
}
