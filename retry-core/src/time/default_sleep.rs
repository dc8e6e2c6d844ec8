use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

#[cfg(feature = "tokio")]
pin_project_lite::pin_project! {
    #[project = SleepProjection]
    #[derive(Debug)]
    enum Sleep {
        Tokio { #[pin] sleep: tokio::time::Sleep },
        Anywhere { #[pin] delay: futures_timer::Delay },
        Over,
    }
}

#[cfg(not(feature = "tokio"))]
pin_project_lite::pin_project! {
    #[project = SleepProjection]
    #[derive(Debug)]
    enum Sleep {
        Anywhere { #[pin] delay: futures_timer::Delay },
        Over,
    }
}

pin_project_lite::pin_project! {
    /// The future of one async wait of the [`DefaultTimer`](super::DefaultTimer).
    #[derive(Debug)]
    #[must_use = "futures do nothing unless awaited"]
    pub struct DefaultSleep { #[pin] sleep: Sleep }
}

impl DefaultSleep {
    pub(super) fn new(delay: Duration) -> Self {
        let sleep = if delay.is_zero() {
            Sleep::Over
        } else {
            Sleep::new(delay)
        };
        Self { sleep }
    }
}

impl Sleep {
    fn new(delay: Duration) -> Self {
        #[cfg(feature = "tokio")]
        if tokio::runtime::Handle::try_current().is_ok() {
            return Self::Tokio {
                sleep: tokio::time::sleep(delay),
            };
        }
        Self::Anywhere {
            delay: futures_timer::Delay::new(delay),
        }
    }
}

impl Future for DefaultSleep {
    type Output = ();

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match self.project().sleep.project() {
            #[cfg(feature = "tokio")]
            SleepProjection::Tokio { sleep } => sleep.poll(cx),
            SleepProjection::Anywhere { delay } => delay.poll(cx),
            SleepProjection::Over => Poll::Ready(()),
        }
    }
}
