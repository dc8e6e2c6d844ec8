use std::sync::{Arc, Mutex};

/// Which values were made, and how often each was dropped. Its clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger(Arc<Mutex<Vec<u32>>>);

impl Ledger {
    /// A value that enters its drop here.
    pub(crate) fn value(&self, call: usize) -> Counted {
        let mut drops = self.0.lock().expect("no panic");
        drops.push(0);
        Counted {
            call,
            number: drops.len() - 1,
            ledger: self.clone(),
        }
    }

    /// How often each value was dropped.
    pub(crate) fn drops(&self) -> Vec<u32> {
        self.0.lock().expect("no panic").clone()
    }
}

/// A value or an error of the attempt with this number, from 0.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) call: usize,
    number: usize,
    ledger: Ledger,
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.ledger.0.lock().expect("no panic")[self.number] += 1;
    }
}
