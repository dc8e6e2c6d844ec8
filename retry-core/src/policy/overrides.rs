use core::time::Duration;

use super::{Backoff, Policy, nanos};

/// For the builder and for settings, which check nothing here: runs correct what they can.
impl Policy {
    #[inline]
    pub(crate) const fn set_backoff(&mut self, backoff: Backoff) {
        let before = self.backoff;
        self.backoff = backoff;
        self.explicit.backoff = true;
        if self.explicit.factor {
            self.set_factor(before.factor);
        }
        if self.explicit.max_delay {
            self.backoff.cap = before.cap;
            self.backoff.is_capped = true;
        }
    }

    #[inline]
    pub(crate) const fn set_factor(&mut self, factor: f64) {
        self.backoff = self.backoff.factor(factor);
        self.explicit.factor = true;
    }

    #[inline]
    pub(crate) const fn set_max_delay(&mut self, max_delay: Duration) {
        self.backoff = self.backoff.max_delay(max_delay);
        self.explicit.max_delay = true;
    }

    /// For the builder, which does not refuse zero but makes it "none".
    #[inline]
    pub(crate) const fn set_reset_after(&mut self, ran: Duration) {
        self.reset_after = match nanos::from_duration(ran) {
            0 => nanos::NONE,
            ran => ran,
        };
        self.note_clock();
    }

    #[inline]
    pub(crate) const fn set_throttled_delay(&mut self, first: Duration) {
        self.throttled_delay = nanos::from_duration(first);
    }
}
