use retry_core::Policy;
use std::time::Duration;

const POLICY: Policy = Policy::new().deadline(Duration::from_secs(9)).reset_after(Duration::from_secs(1));

fn main() {}
