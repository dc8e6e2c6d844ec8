use core::{fmt, time::Duration};

use super::{
    atomic::{AtomicU64, Ordering},
    count::SLOTS,
    histogram::Histogram,
    tracker::Tracker,
};

/// What a [`Hedge::quantile`](super::Hedge::quantile) has seen: how long the attempts of the last 30 s took. It is
/// in the type of the hedge, and has nothing to call.
///
/// A histogram of fixed size, about 18 kB, that all threads fill without a lock. A quantile is within 5 % of the
/// one of the sorted samples; times below 16 µs are kept to a microsecond, and those above 68 s count as 68 s. The
/// window moves in sixths, so it is between 25 and 30 s long.
///
/// # Which attempts count?
///
/// An accepted attempt counts with the time it took. One that was dropped because another had won, or cut at
/// its timeout, has no such time. If it ran for the delay or longer, it counts with the time it ran: it was
/// slower than that, which is all that a quantile needs to know. Without it only fast attempts would count, the
/// quantile would fall, and more and more hedges would start. If it was dropped earlier, nobody knows how long
/// it would have taken, and it does not count. Nor does a failure: it is often fast because nothing was done.
///
/// ```
/// use core::time::Duration;
/// use retry_core::{Hedge, hedge::Latencies};
///
/// static HEDGE: Hedge<Latencies> = Hedge::quantile(0.95).or(Duration::from_millis(200));
/// assert_eq!(HEDGE.delay(), Duration::from_millis(200)); // it has seen nothing yet
/// ```
pub struct Latencies {
    /// In millionths.
    pub(super) quantile: u64,
    histogram: Histogram,
    /// The quantile as last computed, in nanoseconds. 0 if it was not.
    computed: AtomicU64,
    /// When to compute it anew.
    due: AtomicU64,
}

/// How many samples a quantile needs: with fewer, that of 0.95 is the noise of five of them.
const ENOUGH: u64 = 100;
/// 5 s.
const SLOT: u64 = 5_000_000_000;
/// How long a computed quantile holds: an eighth of a slot.
const HOLDS: u64 = SLOT / 8;

impl Latencies {
    /// One that has seen nothing, for this quantile in millionths.
    pub(super) const fn new(quantile: u64) -> Self {
        Self {
            quantile,
            histogram: Histogram::new(),
            computed: AtomicU64::new(0),
            due: AtomicU64::new(0),
        }
    }

    /// The quantile at this time in nanoseconds. It is computed eight times in a slot at most, since that takes
    /// some microseconds.
    fn quantile(&self, now: u64) -> Option<u64> {
        let computed = self.computed.load(Ordering::Relaxed);
        let slot = now / SLOT;
        let is_due = if computed == 0 {
            self.histogram.total(slot) >= ENOUGH
        } else {
            now >= self.due.load(Ordering::Relaxed)
        };
        let quantile = if is_due {
            self.due.store(now.saturating_add(HOLDS), Ordering::Relaxed);
            let quantile = self.compute(slot).unwrap_or(0);
            self.computed.store(quantile, Ordering::Relaxed);
            quantile
        } else {
            computed
        };
        (quantile != 0).then_some(quantile)
    }

    /// By nearest rank: the smallest sample that this share of all of them does not exceed.
    fn compute(&self, slot: u64) -> Option<u64> {
        let total = self.histogram.total(slot);
        if total < ENOUGH {
            return None;
        }
        let rank = total.saturating_mul(self.quantile).div_ceil(1_000_000);
        // Between the two readings a sample may have expired.
        self.histogram.ranked(slot, rank)
    }
}

impl Tracker for Latencies {
    const LEARNS: bool = true;

    fn delay(&self, now: u64) -> Option<Duration> {
        self.quantile(now).map(Duration::from_nanos)
    }

    fn last_delay(&self) -> Option<Duration> {
        let computed = self.computed.load(Ordering::Relaxed);
        (computed != 0).then(|| Duration::from_nanos(computed))
    }

    fn record(&self, now: u64, latency: u64) {
        self.histogram.add(now / SLOT, latency);
    }
}

/// Shows the quantile as last computed.
impl fmt::Debug for Latencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Latencies")
            .field("window", &Duration::from_nanos(SLOT * SLOTS as u64))
            .field("quantile", &self.last_delay())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::{thread, vec::Vec};

    use super::{super::Hedge, *};

    const MS: u64 = 1_000_000;

    fn ninety_fifth() -> Latencies {
        Latencies::new(950_000)
    }

    /// Within 5 %, in milliseconds.
    #[track_caller]
    fn assert_quantile(latencies: &Latencies, now: u64, expected: u64) {
        let found = latencies.quantile(now).expect("it has seen enough");
        assert!(
            found.abs_diff(expected * MS) <= expected * MS / 20,
            "{found}"
        );
    }

    #[test]
    fn there_is_no_quantile_before_a_hundred_samples_and_one_right_after() {
        let latencies = ninety_fifth();
        for sample in 1..ENOUGH {
            assert_eq!(latencies.quantile(0), None);
            latencies.record(0, sample * MS);
        }
        assert_eq!(latencies.quantile(0), None);
        latencies.record(0, 100 * MS);
        assert_quantile(&latencies, 0, 95);
        assert_eq!(latencies.last_delay(), latencies.delay(0));
    }

    #[test]
    fn a_quantile_is_kept_exactly() {
        for thousandths in 500_u32..=999 {
            let hedge = Hedge::quantile(f64::from(thousandths) / 1_000.0);
            assert_eq!(hedge.tracker.quantile, u64::from(thousandths) * 1_000);
        }
    }

    #[test]
    fn the_window_slides_and_an_idle_one_is_empty() {
        let latencies = ninety_fifth();
        for _ in 0..ENOUGH {
            latencies.record(0, 10 * MS);
        }
        assert_quantile(&latencies, 0, 10);
        for _ in 0..ENOUGH {
            latencies.record(4 * SLOT, 1_000 * MS);
        }
        assert_quantile(&latencies, 5 * SLOT, 1_000);
        // Only the older ones have expired.
        assert_quantile(&latencies, 6 * SLOT, 1_000);
        assert_eq!(latencies.quantile(10 * SLOT), None);
        assert_eq!(latencies.last_delay(), None);
    }

    #[test]
    fn the_oldest_samples_leave_first() {
        let latencies = ninety_fifth();
        for slot in 0..SLOTS as u64 {
            for _ in 0..ENOUGH {
                latencies.record(slot * SLOT, (10 + slot * 10) * MS);
            }
        }
        let newest = SLOTS as u64 - 1;
        assert_quantile(&latencies, newest * SLOT, 60);
        for _ in 0..19 * ENOUGH {
            latencies.record((newest + 1) * SLOT, 5 * MS);
        }
        // 500 of 2400 are 20 to 60 ms, the first hundred is gone.
        assert_quantile(&latencies, (newest + 1) * SLOT, 50);
    }

    #[test]
    fn a_computed_quantile_holds_for_an_eighth_of_a_slot() {
        let latencies = ninety_fifth();
        for _ in 0..ENOUGH {
            latencies.record(0, 10 * MS);
        }
        assert_quantile(&latencies, 0, 10);
        for _ in 0..100 * ENOUGH {
            latencies.record(0, 100 * MS);
        }
        assert_quantile(&latencies, HOLDS - 1, 10);
        assert_quantile(&latencies, HOLDS, 100);
    }

    #[test]
    fn no_sample_of_several_threads_is_lost() {
        let latencies = ninety_fifth();
        thread::scope(|scope| {
            let all: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        for sample in 0..1_000 {
                            latencies.record(SLOT, sample * MS);
                        }
                    })
                })
                .collect();
            for thread in all {
                thread.join().unwrap();
            }
        });
        assert_eq!(latencies.histogram.total(1), 4_000);
        assert_quantile(&latencies, SLOT, 949);
    }
}
