use core::{
    future::Future,
    pin::{Pin, pin},
    sync::atomic::{AtomicU32, Ordering},
    task::{Context, Poll, Waker},
    time::Duration,
};

use retry_core::time::{AsyncTimer, BlockingTimer, Clock};

/// The tick counter of the device: milliseconds since it was switched on.
static TICKS: AtomicU32 = AtomicU32::new(0);

/// The timer of a device without an operating system: a handle to the one tick counter that it has.
#[derive(Clone, Copy)]
pub struct Board;

impl Board {
    /// The time since an earlier one.
    pub fn since(self, earlier: Duration) -> Duration {
        self.now().saturating_sub(earlier)
    }

    /// The result of `f`, and how long it took.
    pub fn time<R>(self, f: impl FnOnce() -> R) -> (R, Duration) {
        let start = self.now();
        let result = f();
        (result, self.since(start))
    }
}

/// Lets a millisecond pass. On a device an interrupt would do that.
fn tick() {
    TICKS.fetch_add(1, Ordering::Relaxed);
}

impl Clock for Board {
    fn now(&self) -> Duration {
        Duration::from_millis(TICKS.load(Ordering::Relaxed).into())
    }

    fn entropy(&self) -> u64 {
        0x9e37_79b9_7f4a_7c15 ^ u64::from(TICKS.load(Ordering::Relaxed))
    }
}

impl BlockingTimer for Board {
    fn block(&self, delay: Duration) {
        let until = self.now() + delay;
        while self.now() < until {
            tick();
        }
    }
}

impl AsyncTimer for Board {
    type Sleep = Until;

    fn sleep(&self, delay: Duration) -> Until {
        Until(self.now() + delay)
    }
}

/// Ready when the board's clock has reached this time.
pub struct Until(Duration);

impl Future for Until {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if Board.now() < self.0 {
            Poll::Pending
        } else {
            Poll::Ready(())
        }
    }
}

/// An executor for one task: polls it once per millisecond until it is ready.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        tick();
    }
}
