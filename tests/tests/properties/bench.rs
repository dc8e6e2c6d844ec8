use std::{
    mem,
    panic::resume_unwind,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use retry_core::{
    testing::{ManualClock, ManualSleep},
    time::{AsyncTimer, BlockingTimer, Clock},
};

/// A manual clock with given seeds: each draw gets the next one.
#[derive(Clone, Debug)]
pub(crate) struct Bench {
    pub(crate) clock: ManualClock,
    seed: Arc<AtomicU64>,
    /// The wait that panics, from 0.
    pub(crate) broken_at: Option<usize>,
}

impl Bench {
    pub(crate) fn new(entropy: u64) -> Self {
        let clock = ManualClock::new();
        // Not zero, so that a start that is forgotten shows.
        clock.advance(Duration::from_secs(1000));
        Self {
            clock,
            seed: Arc::new(AtomicU64::new(entropy)),
            broken_at: None,
        }
    }

    fn wait(&self) {
        if self.broken_at == Some(self.clock.waits().len()) {
            resume_unwind(Box::new("the timer is broken"));
        }
    }
}

impl Clock for Bench {
    fn now(&self) -> Duration {
        self.clock.now()
    }

    fn entropy(&self) -> u64 {
        self.seed.fetch_add(1, Ordering::Relaxed)
    }
}

impl BlockingTimer for Bench {
    fn block(&self, delay: Duration) {
        self.wait();
        self.clock.block(delay);
    }
}

impl AsyncTimer for Bench {
    type Sleep = LateSleep;

    fn sleep(&self, delay: Duration) -> LateSleep {
        self.wait();
        LateSleep {
            sleep: self.clock.sleep(delay),
            is_late: true,
        }
    }
}

/// A sleep that is pending once, so that a future can be dropped in it.
#[derive(Debug)]
pub(crate) struct LateSleep {
    sleep: ManualSleep,
    is_late: bool,
}

impl Future for LateSleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if mem::take(&mut self.is_late) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Pin::new(&mut self.sleep).poll(cx)
    }
}
