use retry_core::Breaker;

static BREAKER: Breaker = Breaker::consecutive(0);

fn main() {
    let _ = BREAKER.state();
}
