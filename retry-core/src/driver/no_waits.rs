use core::num::NonZeroU16;
#[cfg(feature = "std")]
use std::{
    cell::{Cell, RefCell},
    thread_local,
    vec::Vec,
};

/// As many attempts as the policy allows.
pub(super) const NO_LIMIT: u16 = u16::MAX - 1;

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

    /// How many attempts a run may make, if there is a guard. At least one attempt is always made.
    fn attempts(&self) -> Option<NonZeroU16> {
        let strictest = self.limits.iter().filter_map(|(_, limit)| *limit).min();
        let limit = strictest.and_then(|limit| u16::try_from(limit).ok());
        let attempts = limit.unwrap_or(NO_LIMIT).clamp(1, NO_LIMIT);
        NonZeroU16::new(attempts).filter(|_| !self.limits.is_empty())
    }
}

#[cfg(feature = "std")]
thread_local! {
    static GUARDS: RefCell<Guards> = const { RefCell::new(Guards::new()) };
    /// What the guards say together, so that a failing run reads one cell.
    static ATTEMPTS: Cell<Option<NonZeroU16>> = const { Cell::new(None) };
}

#[cfg(feature = "std")]
fn change<R: Default>(change: impl FnOnce(&mut Guards) -> R) -> R {
    // A thread that is being torn down has no guards any more.
    GUARDS
        .try_with(|guards| {
            let mut guards = guards.borrow_mut();
            let changed = change(&mut guards);
            ATTEMPTS.set(guards.attempts());
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

/// How many attempts a run may make whose first attempt fails here and now, if a test removes its waits.
pub(crate) fn attempts() -> Option<NonZeroU16> {
    #[cfg(feature = "std")]
    {
        // A run on a thread that is being torn down waits as usual.
        let here = ATTEMPTS.try_with(Cell::get).ok().flatten();
        #[cfg(feature = "testing")]
        let here = match (here, everywhere::attempts()) {
            (Some(here), Some(everywhere)) => Some(here.min(everywhere)),
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
    use core::{
        num::NonZeroU16,
        sync::atomic::{AtomicBool, Ordering},
    };
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use super::Guards;

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

    pub(super) fn attempts() -> Option<NonZeroU16> {
        if ANY.load(Ordering::Relaxed) {
            guards().attempts()
        } else {
            None
        }
    }
}
