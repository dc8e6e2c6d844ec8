//! A timer of your own: the clock and the sleep of a runtime that the crate does not know.

use std::{cell::Cell, future, time::Duration};

use retry_core::{
    Jitter, retry,
    time::{AsyncTimer, Clock},
};
use tokio::time::{self, Instant, Sleep};

/// Tokio stands in for the runtime.
struct RuntimeTimer {
    start: Instant,
}

impl Clock for RuntimeTimer {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}

impl AsyncTimer for RuntimeTimer {
    type Sleep = Sleep;

    fn sleep(&self, delay: Duration) -> Sleep {
        time::sleep(delay)
    }
}

#[retry(attempts = 4, backoff = 1s, jitter = none, on = |error| *error == "busy", timer = timer)]
async fn job(timer: &RuntimeTimer, line: &Line) -> Result<u32, &'static str> {
    line.call().await
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let timer = RuntimeTimer {
        start: Instant::now(),
    };
    assert_eq!(job(&timer, &Line::default()).await, Ok(3));
    assert_eq!(timer.now(), Duration::from_secs(1 + 2));

    // If the default clock is fine, a closure that sleeps is enough.
    let line = Line::default();
    let waits = Cell::new(0);
    let result = retry(|| line.call())
        .backoff(Duration::from_secs(1))
        .jitter(Jitter::None)
        .on(|error| *error == "busy")
        .sleep_with(|delay| {
            waits.set(waits.get() + 1);
            time::sleep(delay)
        })
        .await;
    assert_eq!(result, Ok(3));
    assert_eq!(waits.get(), 2);
}

/// Busy at its first two calls.
#[derive(Default)]
struct Line {
    calls: Cell<u32>,
}

impl Line {
    async fn call(&self) -> Result<u32, &'static str> {
        self.calls.set(self.calls.get() + 1);
        let calls = self.calls.get();
        future::ready(if calls < 3 { Err("busy") } else { Ok(calls) }).await
    }
}
