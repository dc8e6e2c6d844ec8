//! What tests say about runs: that they do not wait, and how many attempts they make. The guards of a
//! thread or of the process say it, and record the runs.

#[cfg(feature = "testing")]
pub(crate) mod everywhere;
#[cfg(feature = "std")]
mod guard;
#[cfg(feature = "std")]
mod guards;
#[cfg(feature = "std")]
mod recorded_runs;

use core::time::Duration;
#[cfg(feature = "std")]
use std::{
    cell::{Cell, RefCell},
    sync::Arc,
    thread_local,
    vec::Vec,
};

#[cfg(feature = "std")]
pub(crate) use self::guard::Guard;
#[cfg(feature = "std")]
pub(super) use self::recorded_runs::RunId;
#[cfg(feature = "std")]
use self::{
    guard::{Limits, smaller},
    guards::Guards,
};

#[cfg(feature = "std")]
thread_local! {
    static GUARDS: RefCell<Guards> = const { RefCell::new(Guards::new()) };
    /// What the guards say together, so that a run reads one cell.
    static LIMITS: Cell<Option<Limits>> = const { Cell::new(None) };
}

#[cfg(feature = "std")]
fn change<R>(change: impl FnOnce(&mut Guards) -> R) -> Option<R> {
    // A thread that is being torn down has no guards any more.
    GUARDS
        .try_with(|guards| {
            let mut guards = guards.borrow_mut();
            let changed = change(&mut guards);
            LIMITS.set(guards.limits());
            changed
        })
        .ok()
}

/// Adds a guard to this thread.
#[cfg(feature = "std")]
pub(crate) fn add_guard() -> Arc<Guard> {
    change(Guards::add).unwrap_or_default()
}

#[cfg(feature = "std")]
pub(crate) fn limit_attempts(guard: &Guard, attempts: u32) {
    change(|_| guard.limit_attempts(attempts));
}

#[cfg(feature = "std")]
pub(crate) fn limit_attempt_timeouts(guard: &Guard, timeout: Duration) {
    change(|_| guard.limit_attempt_timeouts(timeout));
}

#[cfg(feature = "std")]
pub(crate) fn remove_guard(guard: &Arc<Guard>) {
    change(|guards| guards.remove(guard));
}

/// What the guards say about a run here and now, if there are any.
#[cfg(feature = "std")]
#[cold]
#[inline(never)]
pub(super) fn limits() -> Option<Limits> {
    let here = LIMITS.try_with(Cell::get).ok().flatten();
    #[cfg(feature = "testing")]
    let here = here
        .into_iter()
        .chain(everywhere::limits())
        .reduce(Limits::and);
    here
}

/// The guards that hear of a run whose first attempt fails here and now.
#[cfg(feature = "std")]
pub(super) fn guards() -> Vec<Arc<Guard>> {
    let here = GUARDS.try_with(|guards| guards.borrow().all());
    let here = here.unwrap_or_default();
    #[cfg(feature = "testing")]
    let here = [here, everywhere::all()].concat();
    here
}

/// Whether a test removes the waits here and now.
#[cfg(feature = "std")]
#[inline]
pub(crate) fn is_on() -> bool {
    let is_on = LIMITS.try_with(|limits| limits.get().is_some());
    // A run on a thread that is being torn down waits as usual.
    let is_on = is_on.unwrap_or(false);
    #[cfg(feature = "testing")]
    let is_on = is_on || everywhere::is_on();
    is_on
}

/// The time that an attempt has which begins here and now: at most what a test allows.
//
// Not inlined: few runs have attempt timeouts, which keeps it out of the other call sites.
#[inline(never)]
pub(crate) fn limit_attempt(limit: Option<Duration>) -> Option<Duration> {
    #[cfg(feature = "std")]
    if is_on() {
        return smaller(limit, limits().and_then(|limits| limits.attempt_timeout));
    }
    limit
}
