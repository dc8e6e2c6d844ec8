use retry_core::{Jitter, Policy};

const POLICY: Policy = Policy::new().jitter(Jitter::Ratio(1.5));

fn main() {}
