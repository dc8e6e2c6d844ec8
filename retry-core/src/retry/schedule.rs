use core::time::Duration;

use crate::outcome::Unset;

/// A user-supplied schedule, or none.
pub trait MaybeSchedule {
    /// Whether there is one.
    const IS_SET: bool;
    /// The schedule.
    fn schedule(&mut self) -> Option<&mut dyn Iterator<Item = Duration>>;
}

impl MaybeSchedule for Unset {
    const IS_SET: bool = false;

    fn schedule(&mut self) -> Option<&mut dyn Iterator<Item = Duration>> {
        None
    }
}

/// A user-supplied schedule.
#[derive(Clone, Copy, Debug)]
pub struct OwnSchedule<I>(pub(super) I);

impl<I: Iterator<Item = Duration>> MaybeSchedule for OwnSchedule<I> {
    const IS_SET: bool = true;

    fn schedule(&mut self) -> Option<&mut dyn Iterator<Item = Duration>> {
        Some(&mut self.0)
    }
}
