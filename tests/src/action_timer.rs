use std::time::Duration;

use retry_core::time::{AsyncTimer, BlockingTimer, Clock};

/// A timer that runs this action in place of each wait. Its clock stands still.
#[derive(Clone, Copy, Debug)]
pub struct ActionTimer<F>(pub F);

impl<F> Clock for ActionTimer<F> {
    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

impl<F: Fn()> BlockingTimer for ActionTimer<F> {
    fn block(&self, _: Duration) {
        self.0();
    }
}

impl<F: Fn() -> P, P: Future> AsyncTimer for ActionTimer<F> {
    type Sleep = P;

    fn sleep(&self, _: Duration) -> P {
        self.0()
    }
}
