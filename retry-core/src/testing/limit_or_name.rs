use core::time::Duration;
use std::vec::Vec;

use crate::driver::RunEnd;

/// What [`NoWaits::attempts`](super::NoWaits::attempts) takes: a limit (`u32`), or the name of a run.
#[diagnostic::on_unimplemented(
    message = "`attempts` takes a limit or the name of a run, not a value of type `{Self}`",
    label = "neither a `u32` nor a `&str`"
)]
pub trait LimitOrName {
    /// For a limit the guard itself, for a name the attempts of each run.
    type Answer<G>;

    #[doc(hidden)]
    fn ask<G: Guarding>(self, guard: &G) -> Self::Answer<G>;
}

/// A handle of a guard, whose clones are handles of the same guard.
pub trait Guarding: Clone {
    /// Limits the attempts of runs.
    fn limit_attempts(&self, attempts: u32);
    /// All recorded runs.
    fn ends(&self) -> Vec<RunEnd>;
}

impl LimitOrName for u32 {
    type Answer<G> = G;

    fn ask<G: Guarding>(self, guard: &G) -> G {
        guard.limit_attempts(self);
        guard.clone()
    }
}

impl<S: AsRef<str> + ?Sized> LimitOrName for &S {
    type Answer<G> = Vec<u32>;

    fn ask<G: Guarding>(self, guard: &G) -> Vec<u32> {
        let ends = named(guard.ends(), self.as_ref());
        ends.map(|end| end.attempts).collect()
    }
}

/// The waits of the runs with this name, one run after the other.
pub(super) fn waits(guard: &impl Guarding, name: &str) -> Vec<Duration> {
    named(guard.ends(), name)
        .flat_map(|end| end.waits)
        .collect()
}

fn named(ends: Vec<RunEnd>, name: &str) -> impl Iterator<Item = RunEnd> {
    ends.into_iter().filter(move |end| end.name == Some(name))
}
