//! Keys whose values use parameters.

use retry_core::retry;

use crate::support::*;
use std::{cell::Cell, time::Duration};

use retry_core::{Backoff, Policy, StopReason, testing::ManualClock};

struct Client {
    policy: Policy,
    timeout: Duration,
    probe: Probe,
    clock: ManualClock,
}

impl Client {
    fn new() -> Self {
        Self {
            policy: Policy::new().backoff(Backoff::constant(Duration::ZERO)),
            timeout: Duration::from_secs(9),
            probe: Probe::new(),
            clock: ManualClock::new(),
        }
    }
}

mod policy_of_self {
    use super::*;

    impl Client {
        #[retry(policy = self.policy)]
        async fn by_policy(&self) -> Result<u32, Failed> {
            self.probe.called().await
        }
    }
    #[test]
    fn is_obeyed() {
        let client = Client::new();
        assert_eq!(run(client.by_policy()), Ok(3));
        assert_eq!(client.probe.calls(), 3);
    }
}

mod policy_of_mutable_self {
    use super::*;

    impl Client {
        #[retry(policy = self.policy, deadline = self.timeout)]
        async fn by_own_policy(&mut self) -> Result<u32, Failed> {
            self.policy = Policy::new();
            self.timeout = Duration::ZERO;
            self.probe.called().await
        }
    }
    #[test]
    fn is_read_before_the_first_attempt() {
        let mut client = Client::new();
        assert_eq!(run(client.by_own_policy()), Ok(3));
        assert_eq!(client.probe.calls(), 3);
    }
}

mod policy_by_reference {
    use super::*;

    #[retry(policy = policy)]
    async fn shape(policy: &Policy, probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(
            run(shape(
                &Policy::new().backoff(Backoff::constant(Duration::ZERO)),
                &probe
            )),
            Ok(3)
        );
        assert_eq!(probe.calls(), 3);
    }
}

mod deadline_of_self {
    use super::*;

    impl Client {
        #[retry(backoff = 0, deadline = self.timeout, timer = &self.clock)]
        async fn by_deadline(&self) -> Result<u32, Failed> {
            self.clock.advance(Duration::from_secs(5));
            self.probe.called().await
        }
    }
    #[test]
    fn ends_the_run() {
        let client = Client::new();
        assert_eq!(run(client.by_deadline()), Err(Failed));
        assert_eq!(client.probe.calls(), 2);
    }
}

mod attempts_from_a_parameter {
    use super::*;

    #[retry(attempts = most, backoff = 0)]
    async fn shape(most: u32, probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn limit_the_run() {
        let probe = Probe::new();
        assert_eq!(run(shape(2, &Probe::new())), Err(Failed));
        assert_eq!(run(shape(9, &probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod predicate_that_captures {
    use super::*;

    #[retry(backoff = 0, on = |_| probe.calls() < limit)]
    async fn shape(limit: u32, probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn may_use_parameters() {
        let probe = Probe::new();
        assert_eq!(run(shape(1, &Probe::new())), Err(Failed));
        assert_eq!(run(shape(9, &probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod predicate_as_a_parameter {
    use super::*;

    #[retry(backoff = 0, on = is_transient)]
    async fn shape(is_transient: impl Fn(&Failed) -> bool, probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn judges_errors() {
        let probe = Probe::new();
        assert_eq!(run(shape(|_| false, &Probe::new())), Err(Failed));
        assert_eq!(run(shape(|_| true, &probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod patterns {
    use super::*;

    #[retry(backoff = 0, on = std::io::ErrorKind::Other | std::io::ErrorKind::TimedOut)]
    async fn shape(probe: &Probe) -> Result<u32, std::io::ErrorKind> {
        probe
            .called()
            .await
            .map_err(|failed| std::io::Error::from(failed).kind())
    }
    #[test]
    fn judge_errors() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod pattern_with_a_guard {
    use super::*;

    #[retry(backoff = 0, on = code if *code >= least)]
    async fn shape(least: u16, probe: &Probe) -> Result<u32, u16> {
        probe.called().await.map_err(|_| 503)
    }
    #[test]
    fn may_use_parameters() {
        let probe = Probe::new();
        assert_eq!(run(shape(600, &Probe::new())), Err(503));
        assert_eq!(run(shape(500, &probe)), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod values_that_are_not_ready {
    use super::*;

    #[retry(backoff = 0, on_ok = None, exhausted = |_| Err(Failed))]
    async fn shape(probe: &Probe) -> Result<Option<u32>, Failed> {
        Ok(probe.called().await.ok())
    }
    #[test]
    fn are_retried() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok(Some(3)));
        assert_eq!(probe.calls(), 3);
    }
}

mod context {
    use super::*;

    #[retry(backoff = 0, context = attempt)]
    async fn shape(probe: &Probe) -> Result<(u32, u32), Failed> {
        let n = probe.called().await?;
        Ok((n, attempt.number()))
    }
    #[test]
    fn is_the_current_attempt() {
        let probe = Probe::new();
        assert_eq!(run(shape(&probe)), Ok((3, 3)));
        assert_eq!(probe.calls(), 3);
    }
}

mod context_and_copies {
    use super::*;

    #[retry(backoff = 0, context = cx, clone(text))]
    async fn shape(text: String, mut n: u32, probe: &Probe) -> Result<String, Failed> {
        n += cx.number();
        let text = text + &n.to_string();
        probe.called().await?;
        Ok(text)
    }
    #[test]
    fn are_new_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(run(shape("a".to_owned(), 1, &probe)), Ok("a4".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod name_and_hooks {
    use super::*;

    #[retry(backoff = 0, name = "sync", on_stop = |event| seen.set((event.name(), event.reason())))]
    async fn shape(
        seen: &Cell<(Option<&'static str>, Option<StopReason>)>,
        probe: &Probe,
    ) -> Option<u32> {
        probe.called().await.ok().filter(|_| seen.get().0.is_some())
    }
    #[test]
    fn are_obeyed() {
        let probe = Probe::new();
        let seen = Cell::new((None, None));
        assert_eq!(run_local(shape(&seen, &probe)), None);
        assert_eq!(seen.get(), (Some("sync"), Some(StopReason::Attempts)));
        assert_eq!(probe.calls(), 3);
    }
}

mod timer_as_a_parameter {
    use super::*;

    #[retry(backoff = 1s, jitter = none, timer = clock)]
    async fn shape(clock: &ManualClock, probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn waits_between_attempts() {
        let probe = Probe::new();
        let clock = ManualClock::new();
        assert_eq!(run(shape(&clock, &probe)), Ok(3));
        assert_eq!(clock.waits(), [1, 2].map(Duration::from_secs));
        assert_eq!(probe.calls(), 3);
    }
}

mod schedule_as_a_parameter {
    use super::*;

    #[retry(schedule = delays.iter().copied(), jitter = none, timer = clock)]
    async fn shape(delays: &[Duration], clock: &ManualClock, probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn gives_the_delays() {
        let probe = Probe::new();
        let (clock, delays) = (ManualClock::new(), [4, 2].map(Duration::from_secs));
        assert_eq!(run(shape(&delays, &clock, &probe)), Ok(3));
        assert_eq!(clock.waits(), delays);
        assert_eq!(probe.calls(), 3);
    }
}

mod attempt_timeout_from_a_parameter {
    use super::*;

    #[retry(backoff = 0, attempt_timeout = limit, timed_out = |_| Failed, timer = clock)]
    async fn shape(limit: Duration, clock: &ManualClock, probe: &Probe) -> Result<u32, Failed> {
        if probe.call().is_err() {
            return std::future::pending().await;
        }
        Ok(probe.calls())
    }
    #[test]
    fn limits_every_attempt() {
        let probe = Probe::new();
        assert_eq!(
            run(shape(Duration::from_secs(1), &ManualClock::new(), &probe)),
            Ok(3)
        );
        assert_eq!(probe.calls(), 3);
    }
}
