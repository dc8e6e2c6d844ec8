use super::atomic::{AtomicU64, Ordering};

/// How many slots a window has.
pub(super) const SLOTS: usize = 10;

/// For each slot of the window, how many deposits there were before the first one in it. This says how
/// many are in the window, since their number only grows: deposits before the oldest slot have expired.
///
/// A word is the slot's [`turn`] of the ring, and the lower half of that number.
pub(super) struct Ring(pub(super) [AtomicU64; SLOTS]);

/// What the ring holds at the place of a slot.
#[derive(Clone, Copy)]
pub(super) struct Mark(u64);

impl Mark {
    const fn new(slot: u64, deposits: u64) -> Self {
        Self((turn(slot) << 32) | (deposits & 0xffff_ffff))
    }

    /// Whether it is that slot's, and not one of an earlier turn.
    pub(super) const fn is_of(self, slot: u64) -> bool {
        self.0 >> 32 == turn(slot)
    }

    /// How many deposits have been made since, or `None` if the mark is younger than `deposits`. If 2^31 or
    /// more are in a window, they are taken for none.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the difference of the lower halves"
    )]
    const fn until(self, deposits: u64) -> Option<u64> {
        let since = (deposits as u32).wrapping_sub(self.0 as u32);
        if since > u32::MAX / 2 {
            None
        } else {
            Some(since as u64)
        }
    }
}

/// Which turn of the ring a slot belongs to, in 32 bits. 0 is for places that are not used yet. With a window
/// of a second the same turn comes again after 136 years.
const fn turn(slot: u64) -> u64 {
    (slot / SLOTS as u64 + 1) & 0xffff_ffff
}

impl Ring {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the remainder is below `SLOTS`"
    )]
    fn place(&self, slot: u64) -> &AtomicU64 {
        &self.0[(slot % SLOTS as u64) as usize]
    }

    pub(super) fn mark(&self, slot: u64) -> Mark {
        Mark(self.place(slot).load(Ordering::Acquire))
    }

    /// Replaces the mark `seen` by one for `slot`, unless another thread was faster.
    pub(super) fn open(&self, slot: u64, seen: Mark, deposits: u64) -> bool {
        let mark = Mark::new(slot, deposits);
        let order = (Ordering::Release, Ordering::Relaxed);
        let place = self.place(slot);
        let opened = place.compare_exchange(seen.0, mark.0, order.0, order.1);
        opened.is_ok()
    }

    /// How many of `deposits` are in the window that ends with `slot`.
    pub(super) fn in_window(&self, slot: u64, deposits: u64) -> u64 {
        (slot.saturating_sub(SLOTS as u64 - 1)..=slot)
            .map(|slot| (slot, self.mark(slot)))
            .filter(|(slot, mark)| mark.is_of(*slot))
            .filter_map(|(_, mark)| mark.until(deposits))
            .max()
            .unwrap_or(0)
    }
}
