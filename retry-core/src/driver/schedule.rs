use core::time::Duration;

/// The nominal delays of a schedule of the user's own.
pub(crate) type Schedule<'a> = &'a mut dyn Iterator<Item = Duration>;
