//! What works without the feature: a blocking function, and a timer of the user.

use std::{
    future::{Ready, ready},
    time::Duration,
};

use retry_core::{
    retry,
    time::{AsyncTimer, Clock},
};

struct Instantly;

impl Clock for Instantly {
    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

impl AsyncTimer for Instantly {
    type Sleep = Ready<()>;

    fn sleep(&self, _: Duration) -> Ready<()> {
        ready(())
    }
}

#[retry(attempts = 5)]
fn blocking(page: u64) -> Result<u64, u8> {
    Ok(page)
}

#[retry(attempts = 5, timer = Instantly)]
async fn awaited(page: u64) -> Result<u64, u8> {
    Ok(page)
}

fn main() {
    assert_eq!(blocking(1), Ok(1));
    let _ = awaited(1);
}
