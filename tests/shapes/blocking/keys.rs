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
        fn by_policy(&self) -> Result<u32, Failed> {
            self.probe.call()
        }
    }
    #[test]
    fn is_obeyed() {
        let client = Client::new();
        assert_eq!(client.by_policy(), Ok(3));
        assert_eq!(client.probe.calls(), 3);
    }
}

mod policy_of_mutable_self {
    use super::*;

    impl Client {
        #[retry(policy = self.policy, deadline = self.timeout)]
        fn by_own_policy(&mut self) -> Result<u32, Failed> {
            self.policy = Policy::new();
            self.timeout = Duration::ZERO;
            self.probe.call()
        }
    }
    #[test]
    fn is_read_before_the_first_attempt() {
        let mut client = Client::new();
        assert_eq!(client.by_own_policy(), Ok(3));
        assert_eq!(client.probe.calls(), 3);
    }
}

mod policy_by_reference {
    use super::*;

    #[retry(policy = policy)]
    fn shape(policy: &Policy, probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn is_obeyed() {
        let probe = Probe::new();
        assert_eq!(
            shape(
                &Policy::new().backoff(Backoff::constant(Duration::ZERO)),
                &probe
            ),
            Ok(3)
        );
        assert_eq!(probe.calls(), 3);
    }
}

mod deadline_of_self {
    use super::*;

    impl Client {
        #[retry(backoff = 0, deadline = self.timeout, timer = &self.clock)]
        fn by_deadline(&self) -> Result<u32, Failed> {
            self.clock.advance(Duration::from_secs(5));
            self.probe.call()
        }
    }
    #[test]
    fn ends_the_run() {
        let client = Client::new();
        assert_eq!(client.by_deadline(), Err(Failed));
        assert_eq!(client.probe.calls(), 2);
    }
}

mod attempts_from_a_parameter {
    use super::*;

    #[retry(attempts = most, backoff = 0)]
    fn shape(most: u32, probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn limit_the_run() {
        let probe = Probe::new();
        assert_eq!(shape(2, &Probe::new()), Err(Failed));
        assert_eq!(shape(9, &probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod predicate_that_captures {
    use super::*;

    #[retry(backoff = 0, on = |_| probe.calls() < limit)]
    fn shape(limit: u32, probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn may_use_parameters() {
        let probe = Probe::new();
        assert_eq!(shape(1, &Probe::new()), Err(Failed));
        assert_eq!(shape(9, &probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod predicate_as_a_parameter {
    use super::*;

    #[retry(backoff = 0, on = is_transient)]
    fn shape(is_transient: impl Fn(&Failed) -> bool, probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn judges_errors() {
        let probe = Probe::new();
        assert_eq!(shape(|_| false, &Probe::new()), Err(Failed));
        assert_eq!(shape(|_| true, &probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod patterns {
    use super::*;

    #[retry(backoff = 0, on = std::io::ErrorKind::Other | std::io::ErrorKind::TimedOut)]
    fn shape(probe: &Probe) -> Result<u32, std::io::ErrorKind> {
        probe
            .call()
            .map_err(|failed| std::io::Error::from(failed).kind())
    }
    #[test]
    fn judge_errors() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod pattern_with_a_guard {
    use super::*;

    #[retry(backoff = 0, on = code if *code >= least)]
    fn shape(least: u16, probe: &Probe) -> Result<u32, u16> {
        probe.call().map_err(|_| 503)
    }
    #[test]
    fn may_use_parameters() {
        let probe = Probe::new();
        assert_eq!(shape(600, &Probe::new()), Err(503));
        assert_eq!(shape(500, &probe), Ok(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod values_that_are_not_ready {
    use super::*;

    #[retry(backoff = 0, on_ok = None, exhausted = |_| Err(Failed))]
    fn shape(probe: &Probe) -> Result<Option<u32>, Failed> {
        Ok(probe.call().ok())
    }
    #[test]
    fn are_retried() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok(Some(3)));
        assert_eq!(probe.calls(), 3);
    }
}

mod context {
    use super::*;

    #[retry(backoff = 0, context = attempt)]
    fn shape(probe: &Probe) -> Result<(u32, u32), Failed> {
        let n = probe.call()?;
        Ok((n, attempt.number()))
    }
    #[test]
    fn is_the_current_attempt() {
        let probe = Probe::new();
        assert_eq!(shape(&probe), Ok((3, 3)));
        assert_eq!(probe.calls(), 3);
    }
}

mod context_and_copies {
    use super::*;

    #[retry(backoff = 0, context = cx, clone(text))]
    fn shape(text: String, mut n: u32, probe: &Probe) -> Result<String, Failed> {
        n += cx.number();
        let text = text + &n.to_string();
        probe.call()?;
        Ok(text)
    }
    #[test]
    fn are_new_in_every_attempt() {
        let probe = Probe::new();
        assert_eq!(shape("a".to_owned(), 1, &probe), Ok("a4".to_owned()));
        assert_eq!(probe.calls(), 3);
    }
}

mod name_and_hooks {
    use super::*;

    #[retry(backoff = 0, name = "sync", on_stop = |event| seen.set((event.name(), event.reason())))]
    fn shape(
        seen: &Cell<(Option<&'static str>, Option<StopReason>)>,
        probe: &Probe,
    ) -> Option<u32> {
        probe.call().ok().filter(|_| seen.get().0.is_some())
    }
    #[test]
    fn are_obeyed() {
        let probe = Probe::new();
        let seen = Cell::new((None, None));
        assert_eq!(shape(&seen, &probe), None);
        assert_eq!(seen.get(), (Some("sync"), Some(StopReason::Attempts)));
        assert_eq!(probe.calls(), 3);
    }
}

mod timer_as_a_parameter {
    use super::*;

    #[retry(backoff = 1s, jitter = none, timer = clock)]
    fn shape(clock: &ManualClock, probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn waits_between_attempts() {
        let probe = Probe::new();
        let clock = ManualClock::new();
        assert_eq!(shape(&clock, &probe), Ok(3));
        assert_eq!(clock.waits(), [1, 2].map(Duration::from_secs));
        assert_eq!(probe.calls(), 3);
    }
}

mod schedule_as_a_parameter {
    use super::*;

    #[retry(schedule = delays.iter().copied(), jitter = none, timer = clock)]
    fn shape(delays: &[Duration], clock: &ManualClock, probe: &Probe) -> Result<u32, Failed> {
        probe.call()
    }
    #[test]
    fn gives_the_delays() {
        let probe = Probe::new();
        let (clock, delays) = (ManualClock::new(), [4, 2].map(Duration::from_secs));
        assert_eq!(shape(&delays, &clock, &probe), Ok(3));
        assert_eq!(clock.waits(), delays);
        assert_eq!(probe.calls(), 3);
    }
}
