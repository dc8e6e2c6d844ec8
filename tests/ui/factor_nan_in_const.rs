use retry_core::Policy;

const POLICY: Policy = Policy::new().factor(f64::NAN);

fn main() {}
