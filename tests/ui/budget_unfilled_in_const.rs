use retry_core::Budget;

static BUDGET: Budget = Budget::ratio(0.0).reserve(10);

fn main() {}
