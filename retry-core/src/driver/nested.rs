//! Whether this thread is inside an attempt of a run that allows no retries inside of it.

#[cfg(feature = "std")]
use std::{cell::Cell, thread_local};

use crate::policy::Policy;

#[cfg(feature = "std")]
thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Marks the thread as inside of such an attempt, until it is dropped.
#[derive(Debug)]
pub(crate) struct Inside {
    #[cfg(feature = "std")]
    was_inside: bool,
}

impl Inside {
    /// The mark of an attempt under this policy, if it wants one.
    #[inline]
    pub(crate) fn of(policy: &Policy) -> Option<Self> {
        policy.wants.suppresses_nested().then(Self::enter)
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn enter() -> Self {
        Self {
            #[cfg(feature = "std")]
            was_inside: INSIDE.replace(true),
        }
    }
}

#[cfg(feature = "std")]
impl Drop for Inside {
    #[cold]
    #[inline(never)]
    fn drop(&mut self) {
        INSIDE.set(self.was_inside);
    }
}

/// Whether the code that runs now is inside of such an attempt.
pub(super) fn is_inside() -> bool {
    // A thread that is being torn down is inside of nothing.
    #[cfg(feature = "std")]
    return INSIDE.try_with(Cell::get).unwrap_or(false);
    #[cfg(not(feature = "std"))]
    false
}
