use super::atomic::{AtomicU64, Ordering};

/// How many samples of one slot of the window fell into one bucket, in a word that many slots use in turn.
///
/// The upper half is the [`turn`] that it counts for, the lower half the number. A sample of a later turn starts
/// over, so nothing has to be cleared, and no number of an earlier turn is ever taken for one of this.
pub(super) struct Count(pub(super) AtomicU64);

/// How many slots a window has.
pub(super) const SLOTS: usize = 6;

/// Which turn of the ring a slot belongs to, in 32 bits. With a window of 30 s the same turn comes again after 4,000
/// years.
pub(super) const fn turn(slot: u64) -> u64 {
    (slot / SLOTS as u64) & NUMBER
}

const NUMBER: u64 = 0xffff_ffff;

impl Count {
    /// Adds a sample. One that comes late, when the word counts for a later turn, is counted there.
    pub(super) fn add(&self, turn: u64) {
        let added = |word: u64| {
            let (of, number) = (word >> 32, word & NUMBER);
            Some(if of < turn {
                (turn << 32) | 1
            } else {
                (of << 32) | (number + 1).min(NUMBER)
            })
        };
        // It never fails, since the closure always gives a value.
        let _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, added);
    }

    /// The number of samples of this turn.
    pub(super) fn of(&self, turn: u64) -> u64 {
        let word = self.0.load(Ordering::Relaxed);
        if word >> 32 == turn { word & NUMBER } else { 0 }
    }
}
