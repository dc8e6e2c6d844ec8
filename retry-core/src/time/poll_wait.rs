use core::{
    future::Future,
    mem,
    pin::Pin,
    task::{Context, Poll},
};

/// Polls the wait between two attempts. A wait of zero (`yields`) yields to the executor once:
/// without that, an operation that always fails at once would starve other tasks on its thread.
pub(crate) fn poll_wait<S: Future>(
    yields: &mut bool,
    sleep: Pin<&mut S>,
    cx: &mut Context<'_>,
) -> Poll<()> {
    if mem::take(yields) {
        cx.waker().wake_by_ref();
        return Poll::Pending;
    }
    sleep.poll(cx).map(|_| ())
}
