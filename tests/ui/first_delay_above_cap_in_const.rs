use retry_core::{Backoff, Policy};
use std::time::Duration;

const POLICY: Policy =
    Policy::new().backoff(Backoff::constant(Duration::from_secs(9))).max_delay(Duration::from_secs(1));

fn main() {}
