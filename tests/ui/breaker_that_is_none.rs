use retry_core::{Budget, retry};

static BUDGET: Budget = Budget::new();

fn main() {
    let _ = retry(|| Ok::<(), std::io::Error>(())).breaker(&BUDGET).call();
}
