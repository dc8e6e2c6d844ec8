use core::time::Duration;

use retry_core::Budget;

static BUDGET: Budget = Budget::new().window(Duration::ZERO);

fn main() {}
