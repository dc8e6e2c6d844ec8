use core::{
    future::Future,
    mem,
    pin::Pin,
    task::{Context, Poll},
};

/// Polls the wait between two attempts.
///
/// A wait of zero (`yields`) gives way to the executor once, or an operation that is ready at once
/// and fails at once would starve everything else on its thread.
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
