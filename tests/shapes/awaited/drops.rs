//! When things are dropped.

use retry_core::retry;

use crate::support::*;

mod locals_before_the_next_attempt {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(log: &Log, probe: &Probe) -> Result<u32, Failed> {
        let _first = Noted("first", log);
        let _second = Noted("second", log);
        log.note("call");
        probe.called().await
    }
    #[test]
    fn are_dropped_in_reverse_order() {
        let probe = Probe::new();
        let log = Log::default();
        assert_eq!(run(shape(&log, &probe)), Ok(3));
        assert_eq!(log.take(), ["call", "second", "first"].repeat(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod owned_argument_after_the_last_attempt {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(_kept: Noted<'_>, log: &Log, probe: &Probe) -> Result<u32, Failed> {
        log.note("call");
        probe.called().await
    }
    #[test]
    fn is_dropped() {
        let probe = Probe::new();
        let log = Log::default();
        assert_eq!(run(shape(Noted("kept", &log), &log, &probe)), Ok(3));
        assert_eq!(log.take(), ["call", "call", "call", "kept"]);
        assert_eq!(probe.calls(), 3);
    }
}

mod arguments_in_reverse_order {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(_first: Noted<'_>, _second: Noted<'_>, probe: &Probe) -> Result<u32, Failed> {
        probe.called().await
    }
    #[test]
    fn are_dropped() {
        let probe = Probe::new();
        let log = Log::default();
        assert_eq!(
            run(shape(Noted("first", &log), Noted("second", &log), &probe)),
            Ok(3)
        );
        assert_eq!(log.take(), ["second", "first"]);
        assert_eq!(probe.calls(), 3);
    }
}

mod unnamed_argument {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(_: Noted<'_>, log: &Log, probe: &Probe) -> Result<u32, Failed> {
        log.note("call");
        probe.called().await
    }
    #[test]
    fn is_dropped_after_the_last_attempt() {
        let probe = Probe::new();
        let log = Log::default();
        assert_eq!(run(shape(Noted("unnamed", &log), &log, &probe)), Ok(3));
        assert_eq!(log.take(), ["call", "call", "call", "unnamed"]);
        assert_eq!(probe.calls(), 3);
    }
}

mod scrutinee_of_a_match {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(log: &Log, probe: &Probe) -> Result<u32, Failed> {
        let called = probe.called().await;
        match Noted("scrutinee", log).touch() {
            () => log.note("arm"),
        }
        called
    }
    #[test]
    fn is_dropped_after_the_match() {
        let probe = Probe::new();
        let log = Log::default();
        assert_eq!(run(shape(&log, &probe)), Ok(3));
        assert_eq!(log.take(), ["arm", "scrutinee"].repeat(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod error_before_the_next_attempt {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape<'a>(log: &'a Log, probe: &Probe) -> Result<u32, Noted<'a>> {
        log.note("call");
        probe.called().await.map_err(|_| Noted("error", log))
    }
    #[test]
    fn is_dropped() {
        let probe = Probe::new();
        let log = Log::default();
        assert_eq!(run(shape(&log, &probe)).ok(), Some(3));
        assert_eq!(log.take(), ["call", "error", "call", "error", "call"]);
        assert_eq!(probe.calls(), 3);
    }
}

mod explicit_drop {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(log: &Log, probe: &Probe) -> Result<u32, Failed> {
        let early = Noted("early", log);
        let _late = Noted("late", log);
        drop(early);
        log.note("call");
        probe.called().await
    }
    #[test]
    fn happens_where_it_is_written() {
        let probe = Probe::new();
        let log = Log::default();
        assert_eq!(run(shape(&log, &probe)), Ok(3));
        assert_eq!(log.take(), ["early", "call", "late"].repeat(3));
        assert_eq!(probe.calls(), 3);
    }
}

mod cancelled {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(_kept: Noted<'_>, log: &Log) -> Result<u32, Failed> {
        let _local = Noted("local", log);
        std::future::pending().await
    }
    #[test]
    fn drops_the_locals_and_then_the_arguments() {
        let log = Log::default();
        let polled = run(futures_lite::future::poll_once(Box::pin(shape(
            Noted("kept", &log),
            &log,
        ))));
        assert_eq!(polled, None);
        assert_eq!(log.take(), ["local", "kept"]);
    }
}

/// The braces around the body have the edition of the macro crate, 2024, so temporaries of the tail
/// are dropped first, in a crate of edition 2021 too.
mod temporaries_of_the_tail {
    use super::*;

    #[retry(backoff = 0)]
    async fn shape(log: &Log, probe: &Probe) -> Result<u32, Failed> {
        let _local = Noted("local", log);
        let called = probe.called().await;
        Noted("temporary", log).pass(called)
    }
    #[test]
    fn are_dropped_before_the_locals() {
        let probe = Probe::new();
        let log = Log::default();
        assert_eq!(run(shape(&log, &probe)), Ok(3));
        assert_eq!(log.take(), ["temporary", "local"].repeat(3));
        assert_eq!(probe.calls(), 3);
    }
}
