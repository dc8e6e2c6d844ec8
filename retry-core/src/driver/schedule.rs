use core::time::Duration;

/// A user-supplied schedule of nominal delays.
pub(crate) type Schedule<'a> = &'a mut dyn Iterator<Item = Duration>;
