use std::time::Duration;

use retry_core::time::{AsyncTimer, BlockingTimer, Clock};

/// A timer whose waits last as long as what this does, on a clock that stands still.
#[derive(Clone, Copy, Debug)]
pub struct Meanwhile<F>(pub F);

impl<F> Clock for Meanwhile<F> {
    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

impl<F: Fn()> BlockingTimer for Meanwhile<F> {
    fn block(&self, _: Duration) {
        self.0();
    }
}

impl<F: Fn() -> P, P: Future> AsyncTimer for Meanwhile<F> {
    type Sleep = P;

    fn sleep(&self, _: Duration) -> P {
        self.0()
    }
}
