use core::time::Duration;

use crate::outcome::Unset;

/// A user-supplied schedule, or none.
pub trait MaybeSchedule {
    /// The schedule.
    fn schedule(&mut self) -> Option<&mut dyn Iterator<Item = Duration>>;
}

impl MaybeSchedule for Unset {
    fn schedule(&mut self) -> Option<&mut dyn Iterator<Item = Duration>> {
        None
    }
}

/// A user-supplied schedule.
#[derive(Clone, Copy, Debug)]
pub struct OwnSchedule<I>(pub(super) I);

impl<I: Iterator<Item = Duration>> MaybeSchedule for OwnSchedule<I> {
    fn schedule(&mut self) -> Option<&mut dyn Iterator<Item = Duration>> {
        Some(&mut self.0)
    }
}
