use core::num::NonZeroU16;
#[cfg(feature = "std")]
use std::{
    cell::{Cell, RefCell},
    thread_local,
    vec::Vec,
};

use crate::policy::Policy;

/// The mode of a run without waits, which a test switches on: see `testing`. It holds how many
/// attempts the run may make, in the two bytes that the state of a run can spare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoWaitsMode {
    attempts: NonZeroU16,
}

impl NoWaitsMode {
    /// At least one attempt is made. No limit, or one that does not fit two bytes, leaves the number to
    /// the policy.
    #[cfg(feature = "std")]
    fn new(attempts: Option<u32>) -> Self {
        let attempts = attempts.map_or(u16::MAX, |limit| u16::try_from(limit).unwrap_or(u16::MAX));
        Self {
            attempts: NonZeroU16::new(attempts).unwrap_or(NonZeroU16::MIN),
        }
    }

    /// The mode of these two: the strictest limit counts.
    #[cfg(feature = "testing")]
    fn and(self, other: Self) -> Self {
        Self {
            attempts: self.attempts.min(other.attempts),
        }
    }

    /// The policy with at most so many attempts.
    pub(super) fn limit(self, policy: &Policy) -> Policy {
        let mut limited = *policy;
        if self.attempts != NonZeroU16::MAX {
            limited.attempts = policy.attempts.min(self.attempts.get().into());
        }
        limited
    }
}

/// The guards that live, by number, each with its limit of attempts. What holds is what they say
/// together, whatever the order in which they are dropped.
#[cfg(feature = "std")]
#[derive(Debug)]
pub(crate) struct Guards {
    limits: Vec<(u64, Option<u32>)>,
    next: u64,
}

#[cfg(feature = "std")]
impl Guards {
    const fn new() -> Self {
        Self {
            limits: Vec::new(),
            next: 0,
        }
    }

    fn add(&mut self) -> u64 {
        let guard = self.next;
        self.next += 1;
        self.limits.push((guard, None));
        guard
    }

    fn limit(&mut self, guard: u64, attempts: u32) {
        for (number, limit) in &mut self.limits {
            if *number == guard {
                *limit = Some(attempts);
            }
        }
    }

    fn remove(&mut self, guard: u64) {
        self.limits.retain(|(number, _)| *number != guard);
    }

    fn mode(&self) -> Option<NoWaitsMode> {
        let strictest = self.limits.iter().filter_map(|(_, limit)| *limit).min();
        (!self.limits.is_empty()).then(|| NoWaitsMode::new(strictest))
    }
}

#[cfg(feature = "std")]
thread_local! {
    static GUARDS: RefCell<Guards> = const { RefCell::new(Guards::new()) };
    /// What the guards say, so that a failing run reads one cell.
    static MODE: Cell<Option<NoWaitsMode>> = const { Cell::new(None) };
}

#[cfg(feature = "std")]
fn change<R: Default>(change: impl FnOnce(&mut Guards) -> R) -> R {
    // A thread that is being torn down has no guards any more.
    GUARDS
        .try_with(|guards| {
            let mut guards = guards.borrow_mut();
            let changed = change(&mut guards);
            MODE.set(guards.mode());
            changed
        })
        .unwrap_or_default()
}

/// Adds a guard to this thread and returns its number.
#[cfg(feature = "std")]
pub(crate) fn add_guard() -> u64 {
    change(Guards::add)
}

#[cfg(feature = "std")]
pub(crate) fn limit(guard: u64, attempts: u32) {
    change(|guards| guards.limit(guard, attempts));
}

#[cfg(feature = "std")]
pub(crate) fn remove_guard(guard: u64) {
    change(|guards| guards.remove(guard));
}

/// The mode of a run whose first attempt fails here and now.
pub(crate) fn mode() -> Option<NoWaitsMode> {
    #[cfg(feature = "std")]
    {
        // A run on a thread that is being torn down waits as usual.
        let here = MODE.try_with(Cell::get).ok().flatten();
        #[cfg(feature = "testing")]
        let here = match (here, everywhere::mode()) {
            (Some(here), Some(everywhere)) => Some(here.and(everywhere)),
            (here, everywhere) => here.or(everywhere),
        };
        here
    }
    #[cfg(not(feature = "std"))]
    None
}

/// The guards of the whole process.
#[cfg(feature = "testing")]
pub(crate) mod everywhere {
    use core::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use super::{Guards, NoWaitsMode};

    static GUARDS: Mutex<Guards> = Mutex::new(Guards::new());
    /// Whether there is any, so that a failing run need not lock.
    static ANY: AtomicBool = AtomicBool::new(false);

    fn guards() -> MutexGuard<'static, Guards> {
        GUARDS.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add_guard() -> u64 {
        let mut guards = guards();
        ANY.store(true, Ordering::Relaxed);
        guards.add()
    }

    pub(crate) fn limit(guard: u64, attempts: u32) {
        guards().limit(guard, attempts);
    }

    pub(crate) fn remove_guard(guard: u64) {
        let mut guards = guards();
        guards.remove(guard);
        ANY.store(!guards.limits.is_empty(), Ordering::Relaxed);
    }

    pub(super) fn mode() -> Option<NoWaitsMode> {
        if ANY.load(Ordering::Relaxed) {
            guards().mode()
        } else {
            None
        }
    }
}
