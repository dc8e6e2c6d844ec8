use std::{
    task::{Context, Poll},
    time::Duration,
};

use apalis_core::backend::ext::poll_strategy::{PollSnapshot, PollStrategy};
use tokio::time::{Interval, MissedTickBehavior, interval};

/// Looks into the queue again after each period.
///
/// That of apalis 1.0.0 replaces a timer that went off by one that it does not poll. If the queue takes longer to answer
/// than the period, that happens twice, and nothing wakes the worker any more.
#[derive(Debug)]
pub(crate) struct PollEvery(Interval);

impl PollEvery {
    pub(crate) fn new(period: Duration) -> Self {
        let mut interval = interval(period);
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self(interval)
    }
}

impl PollStrategy for PollEvery {
    fn poll_drive(&mut self, cx: &mut Context<'_>, _: &PollSnapshot) -> Poll<Option<()>> {
        let mut due = Poll::Pending;
        // Until it is pending: only then does it wake the worker.
        while self.0.poll_tick(cx).is_ready() {
            due = Poll::Ready(Some(()));
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_look_leads_to_the_next() {
        let mut every = PollEvery::new(Duration::from_millis(1));
        let mut looks = 0;
        let ten_looks = poll_fn(|cx| {
            let due = every.poll_drive(cx, &PollSnapshot::new());
            assert!(due.is_ready(), "it was woken too early");
            looks += 1;
            if looks == 10 {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        });
        assert!(timeout(Duration::from_secs(1), ten_looks).await.is_ok());
    }
}
