//! The guards of the whole process.

use core::sync::atomic::{AtomicBool, Ordering};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    vec::Vec,
};

use super::{
    guard::{Guard, Limits},
    guards::Guards,
};

static GUARDS: Mutex<Guards> = Mutex::new(Guards::new());
/// Whether there is any, so that a failing run need not lock.
static ANY: AtomicBool = AtomicBool::new(false);

fn guards() -> MutexGuard<'static, Guards> {
    GUARDS.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn add_guard() -> Arc<Guard> {
    let mut guards = guards();
    ANY.store(true, Ordering::Relaxed);
    guards.add()
}

pub(crate) fn remove_guard(guard: &Arc<Guard>) {
    let mut guards = guards();
    guards.remove(guard);
    ANY.store(guards.limits().is_some(), Ordering::Relaxed);
}

#[inline]
pub(super) fn is_on() -> bool {
    ANY.load(Ordering::Relaxed)
}

pub(super) fn limits() -> Option<Limits> {
    if is_on() { guards().limits() } else { None }
}

pub(super) fn all() -> Vec<Arc<Guard>> {
    guards().all()
}
