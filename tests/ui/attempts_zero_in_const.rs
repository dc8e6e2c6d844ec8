use retry_core::Policy;

const NEVER: Policy = Policy::new().attempts(0);

fn main() {}
