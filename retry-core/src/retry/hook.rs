use super::Event;
use crate::outcome::{Outcome, Unset};

/// A hook, or none.
pub trait Hook<R: Outcome> {
    /// Whether there is one. If so, the clock is read for its events.
    const IS_SET: bool;
    /// Calls it.
    fn call(&mut self, event: &Event<'_, R>);
}

impl<R: Outcome> Hook<R> for Unset {
    const IS_SET: bool = false;

    fn call(&mut self, _: &Event<'_, R>) {}
}

/// A closure as a hook or as a name.
#[derive(Clone, Copy, Debug)]
pub struct Closure<F>(pub(crate) F);

impl<R: Outcome, F: FnMut(&Event<'_, R>)> Hook<R> for Closure<F> {
    const IS_SET: bool = true;

    fn call(&mut self, event: &Event<'_, R>) {
        (self.0)(event);
    }
}

/// The name of a run, or none. A closure that returns it takes no room in a future.
pub trait Name {
    /// The name.
    fn name(&self) -> Option<&'static str>;
}

impl Name for Unset {
    fn name(&self) -> Option<&'static str> {
        None
    }
}

impl Name for &'static str {
    fn name(&self) -> Option<&'static str> {
        Some(self)
    }
}

impl Name for Option<&'static str> {
    fn name(&self) -> Option<&'static str> {
        *self
    }
}

impl<F: Fn() -> &'static str> Name for Closure<F> {
    fn name(&self) -> Option<&'static str> {
        Some((self.0)())
    }
}
