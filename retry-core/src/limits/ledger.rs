use super::{
    atomic::{AtomicU64, Ordering},
    ring::{Ring, SLOTS},
};

/// No time yet.
pub(super) const NEVER: u64 = u64::MAX;
const SECOND: u64 = 1_000_000_000;

/// The account of a ratio budget: deposits, a floor that time pays in, and a reserve. Tokens are in
/// millionths, times in nanoseconds.
///
/// Each word only grows (`spent` also takes back what was given back), so one compare-exchange grants
/// a retry, and no order of threads grants more than was paid in:
///
/// - `paid_in` = reserve + ratio x deposits + floor since birth. It is never less than `spent`.
/// - `unexpired` = the same without what is older than the window. The reserve never expires.
/// - `left` = the smaller of `paid_in - spent` and `unexpired`. A withdrawal of `cost` sets `spent` to
///   `paid_in - left + cost`, which also books what has expired.
///
/// `paid_in` and `spent` wrap, so that no age and no load wears a budget out. Only after years without a
/// retry can they be 2^64 apart; then less is left than there should be, for a moment.
pub(super) struct Ledger {
    /// Paid in by a deposit.
    pub(super) ratio: u64,
    pub(super) reserve: u64,
    /// Whole tokens.
    pub(super) per_second: u32,
    pub(super) window: u64,
    /// How many there have been.
    pub(super) deposits: AtomicU64,
    pub(super) ring: Ring,
    pub(super) spent: AtomicU64,
    /// The first time seen, or [`NEVER`].
    pub(super) born: AtomicU64,
    /// The latest time seen. It stands in for an earlier time: clocks of threads differ.
    pub(super) latest: AtomicU64,
}

struct Balance {
    paid_in: u64,
    left: u64,
}

impl Ledger {
    /// Pays in `ratio`.
    pub(super) fn deposit(&self, now: u64) {
        self.see(now);
        self.open_slot();
        // Release: who counts this deposit also sees the mark of its slot.
        self.deposits.fetch_add(1, Ordering::Release);
    }

    /// Takes `cost` if that much is left.
    pub(super) fn withdraw(&self, cost: u64, now: u64) -> bool {
        self.see(now);
        let mut spent = self.spent.load(Ordering::Acquire);
        loop {
            let Balance { paid_in, left } = self.balance(spent);
            if left < cost {
                return false;
            }
            let after = paid_in.wrapping_sub(left - cost);
            let order = (Ordering::Release, Ordering::Acquire);
            match (self.spent).compare_exchange_weak(spent, after, order.0, order.1) {
                Ok(_) => return true,
                Err(changed) => spent = changed,
            }
        }
    }

    /// Undoes a withdrawal. What has expired in the meantime stays expired.
    pub(super) fn give_back(&self, cost: u64) {
        self.spent.fetch_sub(cost, Ordering::Release);
    }

    /// What is left at the latest time seen.
    pub(super) fn left(&self) -> u64 {
        self.balance(self.spent.load(Ordering::Acquire)).left
    }

    fn see(&self, now: u64) {
        let now = now.min(NEVER - 1);
        let order = Ordering::Relaxed;
        if self.born.load(order) == NEVER {
            // An error means that another thread was first.
            let _ = self.born.compare_exchange(NEVER, now, order, order);
        }
        if self.latest.load(order) < now {
            self.latest.fetch_max(now, order);
        }
    }

    /// Notes the number of deposits before the first one in the present slot.
    fn open_slot(&self) {
        loop {
            let slot = self.slot(self.age());
            let mark = self.ring.mark(slot);
            if mark.is_of(slot) {
                return;
            }
            // If no time has passed since, the mark is not one of a later turn.
            let is_present = self.slot(self.age()) == slot;
            let deposits = self.deposits.load(Ordering::Relaxed);
            if is_present && self.ring.open(slot, mark, deposits) {
                return;
            }
        }
    }

    /// Given `spent`, which must be read first: everything that it was paid from is then seen as well.
    fn balance(&self, spent: u64) -> Balance {
        // Before the time: no deposit is then counted that is later than the window.
        let deposits = self.deposits.load(Ordering::Acquire);
        let age = self.age();
        let (floor, unexpired_floor) = self.floor(age);
        let in_window = self.ring.in_window(self.slot(age), deposits);
        let paid_in = self
            .reserve
            .wrapping_add(deposits.wrapping_mul(self.ratio))
            .wrapping_add(floor);
        let unexpired = self
            .reserve
            .saturating_add(in_window.saturating_mul(self.ratio))
            .saturating_add(unexpired_floor);
        let left = paid_in.wrapping_sub(spent).min(unexpired);
        Balance { paid_in, left }
    }

    fn age(&self) -> u64 {
        let born = self.born.load(Ordering::Relaxed);
        self.latest.load(Ordering::Relaxed).saturating_sub(born)
    }

    const fn slot(&self, age: u64) -> u64 {
        let length = self.window / SLOTS as u64;
        age / if length == 0 { 1 } else { length }
    }

    /// What time has paid in, of that the lower 64 bits, and how much of it is in the window. A budget is
    /// born with the floor of one second, and a shorter window keeps as much.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "what was paid in is counted modulo 2^64"
    )]
    fn floor(&self, age: u64) -> (u64, u64) {
        let until = u128::from(age) + u128::from(SECOND);
        let since = until.saturating_sub(self.window.max(SECOND).into());
        // A million millionths for each 10^9 ns.
        let paid = |time: u128| time * u128::from(self.per_second) / 1000;
        let in_window = paid(until) - paid(since);
        let in_window = u64::try_from(in_window).unwrap_or(u64::MAX);
        (paid(until) as u64, in_window)
    }
}
