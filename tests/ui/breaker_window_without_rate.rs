use core::time::Duration;

use retry_core::Breaker;

static BREAKER: Breaker = Breaker::consecutive(5).window(Duration::from_secs(30));

fn main() {
    let _ = BREAKER.state();
}
