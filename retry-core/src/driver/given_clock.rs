use core::{cell::RefCell, time::Duration};

use crate::time::Clock;

/// The clock of a step whose caller passes the time and draws the seed.
pub(super) struct GivenClock<'a> {
    now: Duration,
    draw_seed: RefCell<&'a mut dyn FnMut() -> u64>,
}

impl<'a> GivenClock<'a> {
    pub(super) fn new(now: Duration, draw_seed: &'a mut dyn FnMut() -> u64) -> Self {
        Self {
            now,
            draw_seed: RefCell::new(draw_seed),
        }
    }
}

impl Clock for GivenClock<'_> {
    fn now(&self) -> Duration {
        self.now
    }

    fn entropy(&self) -> u64 {
        (*self.draw_seed.borrow_mut())()
    }
}
