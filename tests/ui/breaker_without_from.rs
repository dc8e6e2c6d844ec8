use retry_core::{Breaker, retry};

static BREAKER: Breaker = Breaker::consecutive(5);

struct ApiError;

fn main() {
    let _ = retry(|| Err::<(), _>(ApiError)).breaker(&BREAKER).call();
}
