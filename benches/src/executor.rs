//! The smallest executor, the same for all contenders.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
};

/// Polls a future until it is ready, through a pointer as every executor does.
///
/// It has no waker and moves nothing, so that only the future is counted.
#[must_use]
#[inline(never)]
pub fn finish<F: Future>(mut future: Pin<&mut F>) -> F::Output {
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}
