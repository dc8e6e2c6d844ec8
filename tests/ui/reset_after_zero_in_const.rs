use retry_core::Policy;

const POLICY: Policy = Policy::new().reset_after(std::time::Duration::ZERO);

fn main() {
    let _ = POLICY;
}
