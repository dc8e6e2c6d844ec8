use core::time::Duration;

/// A schedule of the user's own, as the driver reads it.
///
/// Every iterator over `Duration` is one, and iterators are what `.schedule(..)` takes. Implement it by
/// hand for a loop around [`Driver::step`](crate::Driver::step), where a schedule can start again when a
/// run is reset.
pub trait Schedule {
    /// The next nominal delay; `None` ends the run.
    fn next_delay(&mut self) -> Option<Duration>;

    /// The run starts afresh. An iterator can be read only once, so it goes on where it is.
    fn restart(&mut self) {}
}

impl<I: Iterator<Item = Duration>> Schedule for I {
    fn next_delay(&mut self) -> Option<Duration> {
        self.next()
    }
}
