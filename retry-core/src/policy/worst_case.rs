use core::time::Duration;

use super::{Policy, nanos};

/// How many delays are added up one by one.
const EXACT: u32 = 10_000;

impl Policy {
    /// The longest time that a run waits in all, whatever its seed and whichever failures are throttled.
    /// Attempts come on top of it, and so do hints, each of which is at most
    /// [`max_retry_after`](Policy::max_retry_after). `None` if there is no longest time: with unlimited
    /// attempts and no deadline, and with [`reset_after`](Policy::reset_after), which can start a run over
    /// any number of times.
    ///
    /// With a deadline it is at most the deadline, even with unlimited attempts: a wait that would end
    /// then or later is not waited for. A policy with more than 10,000 retries whose delays still grow
    /// after that many gets an upper bound.
    ///
    /// In a `const` it can be asserted:
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Policy;
    /// const POLICY: Policy = Policy::new().attempts(5);
    /// const _: () = assert!(POLICY.worst_case().unwrap().as_secs() < 2);
    ///
    /// assert_eq!(POLICY.worst_case(), Some(Duration::from_millis(1500))); // 100 + 200 + 400 + 800
    /// assert_eq!(POLICY.unlimited().worst_case(), None);
    /// let second = Duration::from_secs(1);
    /// assert_eq!(POLICY.unlimited().deadline(second).worst_case(), Some(second));
    /// ```
    #[must_use]
    pub const fn worst_case(&self) -> Option<Duration> {
        if self.attempts <= 1 {
            return Some(Duration::ZERO);
        }
        let is_endless = self.is_unlimited() && self.deadline == nanos::NONE;
        if is_endless || self.reset_after != nanos::NONE {
            return None;
        }
        let total = self.longest_total();
        Some(nanos::to_duration(smaller(total, self.deadline)))
    }

    /// The shortest and the longest delay before retry `n`.
    pub(super) const fn bounds(&self, n: u32) -> (u64, u64) {
        let nominal = self.backoff.nominal(n);
        self.jitter.range(nominal, &self.backoff, n)
    }

    const fn longest_total(&self) -> u64 {
        let throttled = self.throttled();
        let last = self.attempts - 1;
        let at_last = longest(self, &throttled, last);
        let (mut total, mut n) = (0_u64, 1);
        while n <= last && total < self.deadline {
            let delay = longest(self, &throttled, n);
            // Delays only grow, or only shrink, from the second on: `fast_first` makes the first an exception.
            if n > 1 && (delay == at_last || n > EXACT) {
                let left = if self.is_unlimited() {
                    u64::MAX
                } else {
                    (last - n) as u64 + 1
                };
                return total.saturating_add(larger(delay, at_last).saturating_mul(left));
            }
            total = total.saturating_add(delay);
            n += 1;
        }
        total
    }
}

/// The longest delay before retry `n` after a failure of either class.
const fn longest(policy: &Policy, throttled: &Policy, n: u32) -> u64 {
    larger(policy.bounds(n).1, throttled.bounds(n).1)
}

const fn larger(a: u64, b: u64) -> u64 {
    if a > b { a } else { b }
}

const fn smaller(a: u64, b: u64) -> u64 {
    if a < b { a } else { b }
}
