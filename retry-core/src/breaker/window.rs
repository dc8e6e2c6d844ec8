use super::atomic::{AtomicU64, Ordering};

/// How many slots a window has.
pub(super) const SLOTS: usize = 10;

/// The calls of the last seconds, and how many of them failed: a ring of slots, each a tenth of the window.
///
/// A slot is one word: 24 bits that say whose it is, 20 bits of calls, 20 bits of failures. Whose it is are
/// the lower 8 bits of the breaker's generation, so that what came before an opening is forgotten, and the
/// lower 16 bits of the turn of the ring. After a quiet time of 65,535 turns or one more, which is 22 days with the
/// default window, old calls are taken for new ones until the window has passed.
pub(super) struct Window {
    /// In nanoseconds.
    pub(super) length: u64,
    pub(super) slots: [AtomicU64; SLOTS],
}

/// What a slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slot(u64);

/// Calls, and how many of them failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) calls: u64,
    pub(super) failures: u64,
}

const OWNER: u32 = 40;
const CALLS: u32 = 20;
const MOST: u64 = (1 << CALLS) - 1;

impl Slot {
    const fn tally(self) -> Tally {
        Tally {
            calls: (self.0 >> CALLS) & MOST,
            failures: self.0 & MOST,
        }
    }

    /// With one call more. A full slot is halved before, which keeps its rate.
    fn after(self, failed: bool) -> Self {
        let Tally { calls, failures } = self.tally();
        let (calls, failures) = if calls == MOST {
            (calls / 2, failures / 2)
        } else {
            (calls, failures)
        };
        let owner = self.0 >> OWNER << OWNER;
        Self(owner | ((calls + 1) << CALLS) | (failures + u64::from(failed)))
    }

    const fn empty(generation: u16, number: u64) -> Self {
        let turn = (number / SLOTS as u64) & 0xffff;
        Self((((generation as u64 & 0xff) << 16) | turn) << OWNER)
    }

    const fn is_owned_like(self, other: Self) -> bool {
        self.0 >> OWNER == other.0 >> OWNER
    }

    /// Whether it belongs to the same generation and a later turn, because another thread's clock is ahead. That is
    /// a turn at most; what seems to be far ahead is older than the turns go round.
    #[allow(clippy::cast_possible_truncation, reason = "the turn's 16 bits")]
    const fn is_later_than(self, other: Self) -> bool {
        let ahead = ((self.0 >> OWNER) as u16).wrapping_sub((other.0 >> OWNER) as u16);
        (self.0 >> (OWNER + 16)) == (other.0 >> (OWNER + 16)) && ahead == 1
    }
}

impl Window {
    /// Counts a call.
    pub(super) fn count(&self, generation: u16, failed: bool, now: u64) {
        let number = self.number(now);
        let fresh = Slot::empty(generation, number);
        let place = self.place(number);
        let order = Ordering::Relaxed;
        let _ = place.fetch_update(order, order, |word| {
            let slot = Slot(word);
            let is_present = slot.is_owned_like(fresh) || slot.is_later_than(fresh);
            Some(if is_present { slot } else { fresh }.after(failed).0)
        });
    }

    /// What there was in the window that ends now: between nine tenths of it and all.
    pub(super) fn tally(&self, generation: u16, now: u64) -> Tally {
        let last = self.number(now);
        let first = last.saturating_sub(SLOTS as u64 - 1);
        (first..=last)
            .map(|number| {
                let slot = Slot(self.place(number).load(Ordering::Relaxed));
                (slot, Slot::empty(generation, number))
            })
            .filter(|(slot, own)| slot.is_owned_like(*own))
            .map(|(slot, _)| slot.tally())
            .fold(Tally::default(), |sum, slot| Tally {
                calls: sum.calls + slot.calls,
                failures: sum.failures + slot.failures,
            })
    }

    const fn number(&self, now: u64) -> u64 {
        let length = self.length / SLOTS as u64;
        now / if length == 0 { 1 } else { length }
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "the remainder is below `SLOTS`"
    )]
    fn place(&self, number: u64) -> &AtomicU64 {
        &self.slots[(number % SLOTS as u64) as usize]
    }
}
