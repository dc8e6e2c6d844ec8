#![allow(
    private_interfaces,
    reason = "the field is private; its type is named for the derived `Debug`"
)]

use core::{
    future::Future,
    marker::PhantomData,
    ops::ControlFlow,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use super::async_loop::Turns;
use crate::{outcome::Outcome, retry::AttemptOrWait};

/// Makes an attempt, and waits if another one follows.
pub fn turn<R, Fut, S, G, L>(run: &mut L, attempt: Fut) -> Turn<'_, R, Fut, S, G, L>
where
    R: Outcome,
    Fut: Future<Output = R>,
    L: Turns<R, S, G>,
{
    let state = run.start(attempt);
    Turn {
        run,
        state,
        outcome: PhantomData,
    }
}

pin_project! {
    /// One iteration of the loop in an annotated function.
    #[must_use = "futures do nothing unless awaited"]
    #[derive(Debug)]
    pub struct Turn<'a, R, Fut, S, G, L> {
        run: &'a mut L,
        #[pin]
        state: AttemptOrWait<Fut, S, G>,
        outcome: PhantomData<fn() -> R>,
    }
}

impl<R, Fut, S, G, L> Future for Turn<'_, R, Fut, S, G, L>
where
    Fut: Future<Output = R>,
    L: Turns<R, S, G>,
{
    type Output = ControlFlow<R>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<ControlFlow<R>> {
        let this = self.project();
        this.run.poll(this.state, cx)
    }
}
