use std::{
    cell::RefCell,
    future::{Ready, ready},
    rc::Rc,
    time::Duration,
};

use retry_core::time::{AsyncTimer, BlockingTimer, Clock};

/// A list of what happened, in order, which its clones share. As a timer it notes "wait" and returns at
/// once.
#[derive(Clone, Debug, Default)]
pub struct Trace(Rc<RefCell<Vec<&'static str>>>);

impl Trace {
    /// Adds what happens now.
    pub fn note(&self, what: &'static str) {
        self.0.borrow_mut().push(what);
    }

    /// A value that notes this when it is dropped.
    #[must_use]
    pub fn note_drop(&self, what: &'static str) -> NotesDrop {
        NotesDrop {
            what,
            trace: self.clone(),
        }
    }

    /// What happened since the last call.
    #[must_use]
    pub fn take(&self) -> Vec<&'static str> {
        self.0.take()
    }
}

/// A value that notes its drop in a [`Trace`].
#[derive(Debug)]
pub struct NotesDrop {
    what: &'static str,
    trace: Trace,
}

impl Drop for NotesDrop {
    fn drop(&mut self) {
        self.trace.note(self.what);
    }
}

impl Clock for Trace {
    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

impl BlockingTimer for Trace {
    fn block(&self, _: Duration) {
        self.note("wait");
    }
}

impl AsyncTimer for Trace {
    type Sleep = Ready<()>;

    fn sleep(&self, _: Duration) -> Ready<()> {
        self.note("wait");
        ready(())
    }
}
