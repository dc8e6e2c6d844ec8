use std::{sync::Arc, vec::Vec};

use super::guard::{Guard, Limits};

/// The guards that live. What holds is what they say together, whatever the order in which they are
/// dropped.
#[derive(Debug)]
pub(super) struct Guards(Vec<Arc<Guard>>);

impl Guards {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn add(&mut self) -> Arc<Guard> {
        let guard = Arc::new(Guard::default());
        self.0.push(guard.clone());
        guard
    }

    pub(super) fn remove(&mut self, guard: &Arc<Guard>) {
        self.0.retain(|other| !Arc::ptr_eq(other, guard));
    }

    pub(super) fn all(&self) -> Vec<Arc<Guard>> {
        self.0.clone()
    }

    /// What they say together, if there are any.
    pub(super) fn limits(&self) -> Option<Limits> {
        self.0
            .iter()
            .map(|guard| guard.limits())
            .reduce(Limits::and)
    }
}
