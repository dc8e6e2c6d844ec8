use std::{
    cell::RefCell,
    future::{Ready, ready},
    rc::Rc,
    time::Duration,
};

use retry_core::time::{AsyncTimer, BlockingTimer, Clock};

/// What happened, in order. Clones share it. As a timer it notes "wait" and does not wait.
#[derive(Clone, Debug, Default)]
pub struct Trace(Rc<RefCell<Vec<&'static str>>>);

impl Trace {
    /// Notes what happens now.
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

    /// What happened so far, or since it was last asked.
    #[must_use]
    pub fn take(&self) -> Vec<&'static str> {
        self.0.take()
    }
}

/// Notes its drop in a [`Trace`].
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
