//! A hedge of a blocking operation.

use std::time::Duration;

use retry_core::retry;

fn main() {
    let _ = retry(|| Ok::<_, ()>(1)).hedge(Duration::from_millis(50));
}
