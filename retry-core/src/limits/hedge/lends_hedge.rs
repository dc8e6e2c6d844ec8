use core::time::Duration;
#[cfg(feature = "std")]
use std::sync::Arc;

use super::{Hedge, lent::Lent, tracker::Tracker};

/// What can be given to [`Retry::hedge`](crate::Retry::hedge): a `Duration`, a [`Hedge`] with a fixed delay, and a
/// reference to or an `Arc` of any hedge.
///
/// A hedge that measures is not taken by value, since it would forget what it has seen at the end of the run.
///
/// ```
/// # use core::time::Duration;
/// use retry_core::{Hedge, hedge::LendsHedge};
///
/// fn takes(_: impl LendsHedge) {}
///
/// takes(Duration::from_millis(50));
/// takes(Hedge::after(Duration::from_millis(50)));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be given to `hedge`: give a `Duration`, `Hedge::after(..)`, or `&HEDGE` of a `static`",
    label = "not a hedge that outlives this run",
    note = "a `Hedge::quantile(..)` has to outlive its runs, or it forgets what it has seen: make it a `static`, `static HEDGE: Hedge<Latencies> = Hedge::quantile(0.95);`, and give `&HEDGE`"
)]
pub trait LendsHedge {
    /// What the hedge learns from.
    type Tracker: Tracker;
    /// The hedge.
    fn lend(&self) -> Lent<'_, Self::Tracker>;
}

impl LendsHedge for Duration {
    type Tracker = ();

    fn lend(&self) -> Lent<'_, ()> {
        Hedge::after(*self).lent_as(&())
    }
}

impl LendsHedge for Hedge {
    type Tracker = ();

    fn lend(&self) -> Lent<'_, ()> {
        self.lent()
    }
}

impl<T: Tracker> LendsHedge for &Hedge<T> {
    type Tracker = T;

    fn lend(&self) -> Lent<'_, T> {
        self.lent()
    }
}

#[cfg(feature = "std")]
impl<T: Tracker> LendsHedge for Arc<Hedge<T>> {
    type Tracker = T;

    fn lend(&self) -> Lent<'_, T> {
        self.lent()
    }
}
