use super::{
    atomic::{AtomicU64, Ordering},
    ticket::Ticket,
    word::{Admission, Limits, Tag, Word},
};

/// The word of a breaker, which many callers change at the same time.
///
/// All orderings are relaxed: everything that decides is in this one word, and nothing else is published by
/// it.
pub(super) struct Circuit(pub(super) AtomicU64);

/// A change of the [`Tag`]: from, to.
pub(super) type Change = (Tag, Tag);

impl Circuit {
    #[inline]
    pub(super) fn word(&self) -> Word {
        Word(self.0.load(Ordering::Relaxed))
    }

    /// Asks for an attempt. Refused, it says how long to wait, if that is known.
    pub(super) fn admit<F: Fn(u32) -> u64>(
        &self,
        now: u64,
        limits: &Limits<F>,
    ) -> Result<(Ticket, Option<Change>), Option<u64>> {
        let mut before = self.word();
        loop {
            let next = match before.admit(now, limits) {
                Admission::Granted(next) => next,
                Admission::Refused(wait) => return Err(wait),
            };
            match self.replace(before, next) {
                Ok(change) => return Ok((next.ticket(), change)),
                Err(changed) => before = changed,
            }
        }
    }

    /// The attempt of this ticket succeeded.
    pub(super) fn succeed<F>(&self, ticket: Ticket, limits: &Limits<F>) -> Option<Change> {
        self.change(|word| word.counts(ticket).then(|| word.after_success(limits)))
    }

    /// The attempt of this ticket failed. So many failures in a row open it, or failures do not count.
    pub(super) fn fail<F: Fn(u32) -> u64>(
        &self,
        ticket: Ticket,
        most: Option<u32>,
        now: u64,
        limits: &Limits<F>,
    ) -> Option<Change> {
        self.change(|word| {
            word.counts(ticket)
                .then(|| word.after_failure(most, now, limits))
        })
    }

    /// Opens it, if the ticket still counts.
    pub(super) fn open<F: Fn(u32) -> u64>(
        &self,
        ticket: Ticket,
        now: u64,
        limits: &Limits<F>,
    ) -> Option<Change> {
        self.change(|word| word.counts(ticket).then(|| word.opened(now, limits)))
    }

    /// The attempt of this ticket has not ended: it counts as neither.
    pub(super) fn release(&self, ticket: Ticket) {
        self.change(|word| word.counts(ticket).then(|| word.after_release()));
    }

    pub(super) fn isolate(&self) -> Option<Change> {
        self.change(|word| Some(word.isolated()))
    }

    pub(super) fn reset<F>(&self, limits: &Limits<F>) -> Option<Change> {
        self.change(|word| Some(word.reset(limits)))
    }

    fn change(&self, next: impl Fn(Word) -> Option<Word>) -> Option<Change> {
        let mut before = self.word();
        loop {
            match self.replace(before, next(before)?) {
                Ok(change) => return change,
                Err(changed) => before = changed,
            }
        }
    }

    fn replace(&self, before: Word, next: Word) -> Result<Option<Change>, Word> {
        if next != before {
            let order = Ordering::Relaxed;
            self.0
                .compare_exchange(before.0, next.0, order, order)
                .map_err(Word)?;
        }
        let change = (before.tag(), next.tag());
        Ok((change.0 != change.1).then_some(change))
    }
}
