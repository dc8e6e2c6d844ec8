//! The attribute: modules named after what they protect, each asserting calls and result.

#![deny(warnings)]
#![warn(clippy::pedantic)]
#![allow(
    clippy::await_holding_lock,
    reason = "a lock that is held is what is tried"
)]

use std::{cell::Cell, time::Duration};

use futures_lite::future::block_on;
use retry_core::{Backoff, Jitter, Policy, retry, testing::ManualClock};
use retry_tests::{millis, secs};

const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, Clone, PartialEq)]
enum ApiError {
    Timeout,
    Status(u16),
    Message(String),
}

/// Fails with these errors in turn, then succeeds with the number of the call.
struct Api {
    errors: Vec<ApiError>,
    calls: Cell<usize>,
    clock: ManualClock,
}

impl Api {
    fn new(errors: &[ApiError]) -> Self {
        Self {
            errors: errors.to_vec(),
            calls: Cell::new(0),
            clock: ManualClock::new(),
        }
    }

    fn get(&self) -> Result<usize, ApiError> {
        let call = self.calls.get();
        self.calls.set(call + 1);
        self.errors
            .get(call)
            .map_or(Ok(call + 1), |error| Err(error.clone()))
    }
}

fn is_transient(error: &ApiError) -> bool {
    !matches!(error, ApiError::Message(_))
}

mod waits {
    use super::*;

    #[retry(attempts = 5, backoff = 1.0, jitter = none, on = is_transient, timer = &api.clock)]
    fn blocking(api: &Api) -> Result<usize, ApiError> {
        api.get()
    }

    #[retry(attempts = 5, backoff = 1.0, jitter = none, on = is_transient, timer = &api.clock)]
    async fn awaited(api: &Api) -> Result<usize, ApiError> {
        futures_lite::future::yield_now().await;
        api.get()
    }

    #[test]
    fn a_backoff_of_one_waits_one_two_four_eight() {
        let always = vec![ApiError::Timeout; 9];
        let api = Api::new(&always);
        assert_eq!(blocking(&api), Err(ApiError::Timeout));
        assert_eq!(api.clock.waits(), secs([1, 2, 4, 8]));
        let api = Api::new(&always);
        assert_eq!(block_on(awaited(&api)), Err(ApiError::Timeout));
        assert_eq!(api.clock.waits(), secs([1, 2, 4, 8]));
    }

    #[test]
    fn it_ends_with_the_first_success_or_fatal_error() {
        for failures in 0..5 {
            let api = Api::new(&vec![ApiError::Status(503); failures]);
            assert_eq!(blocking(&api), Ok(failures + 1));
            let api = Api::new(&vec![ApiError::Status(503); failures]);
            assert_eq!(block_on(awaited(&api)), Ok(failures + 1));
        }
        let fatal = ApiError::Message("no".to_owned());
        let api = Api::new(&[ApiError::Timeout, fatal.clone()]);
        assert_eq!(blocking(&api), Err(fatal.clone()));
        assert_eq!(api.clock.waits(), secs([1]));
        let api = Api::new(&[ApiError::Timeout, fatal.clone()]);
        assert_eq!(block_on(awaited(&api)), Err(fatal));
    }
}

mod keys {
    use super::*;

    /// The waits of a function that always fails.
    macro_rules! waits {
        ($($args:tt)*) => {{
            #[retry($($args)*, timer = clock,)]
            fn fails(clock: &ManualClock) -> Option<()> {
                clock.advance(SECOND);
                None
            }
            let clock = ManualClock::new();
            assert_eq!(fails(&clock), None);
            clock.waits()
        }};
    }

    #[test]
    fn literals_are_durations() {
        assert_eq!(waits!(backoff = 100ms, jitter = none), millis([100, 200]));
        assert_eq!(waits!(backoff = 1.5s, jitter = none), millis([1500, 3000]));
        assert_eq!(waits!(backoff = 2, jitter = none), secs([2, 4]));
        assert_eq!(
            waits!(backoff = 5m, max_delay = 2h, jitter = none),
            secs([300, 600])
        );
        assert_eq!(
            waits!(backoff = 1e3ms, factor = 3, jitter = none),
            secs([1, 3])
        );
        assert_eq!(waits!(jitter = none, attempts = 4), millis([100, 200, 400]));
    }

    #[test]
    fn expressions_are_too() {
        let policy = Policy::new().jitter(Jitter::None);
        assert_eq!(policy.delays().count(), 2);
        assert_eq!(waits!(backoff = SECOND * 2, jitter = none), secs([2, 4]));
        assert_eq!(
            waits!(
                backoff = Backoff::linear(SECOND),
                jitter = Jitter::None,
                attempts = 2 + 2
            ),
            secs([1, 2, 3])
        );
        assert_eq!(
            waits!(schedule = secs([7, 9, 3]), jitter = none, attempts = 10),
            secs([7, 9, 3])
        );
        assert_eq!(
            waits!(
                max_delay = SECOND,
                backoff = Backoff::linear(SECOND),
                jitter = none
            ),
            secs([1, 1])
        );
    }

    #[test]
    fn factor_cap_and_deadline_hold() {
        assert_eq!(
            waits!(backoff = 1s, factor = 1.5, jitter = none, attempts = 4),
            millis([1000, 1500, 2250])
        );
        assert_eq!(
            waits!(backoff = 1s, max_delay = 3s, jitter = none, attempts = 5),
            secs([1, 2, 3, 3])
        );
        // Each attempt takes a second: 1, +1, +1, +2, +1 = 6 s.
        assert_eq!(
            waits!(backoff = 1s, deadline = 10s, jitter = none, attempts = 9),
            secs([1, 2])
        );
        assert_eq!(
            waits!(
                attempts = unlimited,
                backoff = 1s,
                deadline = 4s,
                jitter = none
            ),
            secs([1])
        );
        // Every attempt runs long enough to start afresh, so the delay does not grow.
        assert_eq!(
            waits!(
                schedule = secs([1, 1]),
                reset_after = 1s,
                jitter = none,
                attempts = 2
            ),
            secs([1, 1])
        );
    }

    #[test]
    fn a_ratio_is_a_jitter() {
        for wait in waits!(backoff = 8s, factor = 1, jitter = 0.25, attempts = 100) {
            assert!(wait >= SECOND * 6 && wait <= SECOND * 10, "{wait:?}");
        }
        let full = waits!(backoff = 8s, factor = 1, jitter = full, attempts = 100);
        assert!(
            full.iter().any(|wait| *wait < SECOND * 4)
                && full.iter().all(|wait| *wait <= SECOND * 8)
        );
        let equal = waits!(backoff = 8s, factor = 1, jitter = equal, attempts = 100);
        assert!(equal.iter().all(|wait| *wait >= SECOND * 4));
    }

    #[test]
    fn a_policy_is_overridden_key_by_key() {
        const EXACT: Policy = Policy::new()
            .jitter(Jitter::None)
            .backoff(Backoff::constant(SECOND));
        static SHARED: Policy = EXACT;
        assert_eq!(waits!(policy = EXACT), secs([1, 1]));
        assert_eq!(waits!(policy = &SHARED), secs([1, 1]));
        assert_eq!(waits!(attempts = 2, policy = SHARED), secs([1]));
        assert_eq!(waits!(policy = EXACT.attempts(4)), secs([1, 1, 1]));
    }
}

mod patterns {
    use super::*;

    /// How many attempts a function made whose calls fail with these errors.
    macro_rules! attempts {
        ($errors:expr, $($on:tt)*) => {{
            #[retry(attempts = 9, backoff = 0, on = $($on)*)]
            fn get(api: &Api) -> Result<usize, ApiError> {
                api.get()
            }
            #[retry(attempts = 9, backoff = 0, on = $($on)*)]
            async fn get_async(api: &Api) -> Result<usize, ApiError> {
                api.get()
            }
            let (first, second) = (Api::new(&$errors), Api::new(&$errors));
            let _ = get(&first);
            let _ = block_on(get_async(&second));
            assert_eq!(first.calls, second.calls);
            first.calls.get()
        }};
    }

    #[test]
    fn alternatives_ranges_and_guards() {
        use ApiError::{Status, Timeout};
        let errors = [Timeout, Status(503), Status(404), Timeout];
        assert_eq!(
            attempts!(errors, ApiError::Timeout | ApiError::Status(500..=599)),
            3
        );
        assert_eq!(attempts!(errors, ApiError::Timeout), 2);
        assert_eq!(attempts!(errors, Timeout), 2);
        assert_eq!(attempts!(errors, ApiError::Status(code) if *code >= 500), 1);
        assert_eq!(attempts!(errors, Timeout | Status(_)), 5);
        assert_eq!(attempts!(errors, _), 5);
        assert_eq!(attempts!(errors, ApiError::Status { 0: 404 } | Timeout), 2);
    }

    #[test]
    fn constants_and_strings_match_values() {
        const BUSY: u16 = 503;
        const SLOW: u16 = 504;
        const TIMEOUT: ApiError = ApiError::Timeout;

        #[retry(attempts = 9, backoff = 0, on = BUSY | SLOW | 429)]
        fn code(codes: &mut Vec<u16>) -> Result<(), u16> {
            codes.pop().map_or(Ok(()), Err)
        }
        #[retry(attempts = 9, backoff = 0, on = "busy" | "slow")]
        fn word(words: &mut Vec<&'static str>) -> Result<(), &'static str> {
            words.pop().map_or(Ok(()), Err)
        }

        assert_eq!(code(&mut vec![1, 404, 429, 504, 503]), Err(404));
        assert_eq!(word(&mut vec!["down", "slow", "busy"]), Err("down"));
        let errors = [ApiError::Timeout, ApiError::Status(503)];
        assert_eq!(attempts!(errors, TIMEOUT), 2);
        assert_eq!(attempts!(errors, &TIMEOUT), 2);
        assert_eq!(
            attempts!(errors, &ApiError::Status(BUSY) | &ApiError::Timeout),
            3
        );
    }

    #[test]
    fn predicates_of_every_form() {
        fn one_of(codes: [u16; 2]) -> impl Fn(&ApiError) -> bool {
            move |error| matches!(error, ApiError::Status(code) if codes.contains(code))
        }
        const FATAL: fn(&ApiError) -> bool = |_| false;
        let errors = [
            ApiError::Status(502),
            ApiError::Status(503),
            ApiError::Status(404),
        ];
        assert_eq!(attempts!(errors, is_transient), 4);
        assert_eq!(attempts!(errors, super::is_transient), 4);
        assert_eq!(
            attempts!(errors, |error| *error != ApiError::Status(404)),
            3
        );
        assert_eq!(attempts!(errors, one_of([502, 503])), 3);
        assert_eq!(attempts!(errors, { FATAL }), 1);
        assert_eq!(attempts!(errors, |_| retry_core::Verdict::Stop), 1);
    }

    macro_rules! forwarded {
        ($on:pat) => {
            #[retry(attempts = 9, backoff = 0, on = $on)]
            fn forwarded_pattern(api: &Api) -> Result<usize, ApiError> {
                api.get()
            }
        };
    }
    forwarded!(ApiError::Timeout | ApiError::Status(_));

    #[test]
    fn patterns_that_macros_forward() {
        let api = Api::new(&[
            ApiError::Timeout,
            ApiError::Status(1),
            ApiError::Message(String::new()),
        ]);
        assert!(forwarded_pattern(&api).is_err());
        assert_eq!(api.calls.get(), 3);
    }

    #[retry(attempts = 9, backoff = 0, on_ok = ..=2, exhausted = |last| Err(ApiError::Message(last.to_string())))]
    fn poll(api: &Api) -> Result<usize, ApiError> {
        api.get()
    }

    #[test]
    fn values_can_be_refused() {
        let api = Api::new(&[]);
        assert_eq!(poll(&api), Ok(3));
    }
}

mod early_exits {
    use super::*;

    #[retry(attempts = 3, backoff = 0)]
    fn question_mark(calls: &Cell<u32>, text: &str) -> Result<u8, std::num::ParseIntError> {
        calls.set(calls.get() + 1);
        let number: u8 = text.parse()?;
        Ok(number)
    }

    #[retry(attempts = 3, backoff = 0)]
    async fn returns(calls: &Cell<u32>) -> Result<u32, Box<dyn std::error::Error>> {
        calls.set(calls.get() + 1);
        if calls.get() < 3 {
            return Err("again".into());
        }
        futures_lite::future::yield_now().await;
        "x".parse::<u32>().or(Ok(calls.get()))
    }

    #[retry(attempts = 3, backoff = 0)]
    fn inside_macros(calls: &Cell<u32>) -> Option<Vec<u32>> {
        calls.set(calls.get() + 1);
        Some(vec![if calls.get() < 3 {
            return None;
        } else {
            calls.get()
        }])
    }

    #[test]
    fn they_end_the_attempt_and_not_the_function() {
        let calls = Cell::new(0);
        assert!(question_mark(&calls, "x").is_err());
        assert_eq!(calls.take(), 3);
        assert_eq!(question_mark(&calls, "7"), Ok(7));
        assert_eq!(calls.take(), 1);
        assert_eq!(block_on(returns(&calls)).expect("the third"), 3);
        assert_eq!(calls.take(), 3);
        assert_eq!(inside_macros(&calls), Some(vec![3]));
    }
}

mod methods {
    use super::*;

    struct Client {
        log: Vec<u32>,
        policy: Policy,
        patience: Duration,
    }

    impl Client {
        #[retry(attempts = 5, backoff = 0)]
        fn mutates(&mut self, until: usize) -> Result<usize, usize> {
            self.log.push(1);
            if self.log.len() < until {
                Err(self.log.len())
            } else {
                Ok(self.log.len())
            }
        }

        #[retry(policy = self.policy, deadline = self.patience)]
        async fn mutates_async(
            &mut self,
            until: usize,
        ) -> Result<usize, Box<dyn std::error::Error>> {
            self.log.push(1);
            self.helper().await;
            if self.log.len() < until {
                Err("again")?;
            }
            Ok(self.log.len())
        }

        async fn helper(&mut self) {
            tokio::task::yield_now().await;
            self.log.push(2);
        }

        #[retry(attempts = 2, backoff = 0)]
        fn borrows(&self) -> Option<&u32> {
            self.log.last()
        }

        #[retry(attempts = 2, backoff = 0)]
        fn consumes(self) -> Option<usize> {
            Some(self.log.len())
        }
    }

    fn client() -> Client {
        let policy = Policy::new()
            .attempts(5)
            .backoff(Backoff::constant(Duration::ZERO));
        Client {
            log: Vec::new(),
            policy,
            patience: SECOND * 60,
        }
    }

    #[tokio::test]
    async fn they_may_change_self_from_attempt_to_attempt() {
        assert_eq!(client().mutates(3), Ok(3));
        assert_eq!(client().mutates(9), Err(5));
        assert_eq!(client().borrows(), None);
        assert_eq!(client().consumes(), Some(0));
        let spawned = tokio::spawn(async {
            client()
                .mutates_async(5)
                .await
                .map_err(|error| error.to_string())
        });
        assert_eq!(spawned.await.expect("no panic"), Ok(6));
    }
}

mod parameters {
    use super::*;

    #[retry(attempts = 3, backoff = 0)]
    fn mutated(mut items: Vec<u32>, calls: &Cell<u32>) -> Result<Vec<u32>, Vec<u32>> {
        calls.set(calls.get() + 1);
        items.push(calls.get());
        if calls.get() < 3 {
            Err(items)
        } else {
            Ok(items)
        }
    }

    #[retry(attempts = 3, backoff = 0)]
    async fn mutated_async(
        mut items: Vec<u32>,
        (mut n, calls): (u32, &Cell<u32>),
    ) -> Result<(Vec<u32>, u32), ()> {
        calls.set(calls.get() + 1);
        n += 1;
        items.push(calls.get());
        futures_lite::future::yield_now().await;
        if calls.get() < 3 {
            Err(())
        } else {
            Ok((items, n))
        }
    }

    #[retry(attempts = 3, backoff = 0)]
    fn reborrowed(mut rest: &mut [u32]) -> Option<u32> {
        rest = &mut rest[1..];
        rest[0] += 1;
        if rest[0] < 3 { None } else { Some(rest[0]) }
    }

    #[retry(attempts = 3, backoff = 0, clone(body))]
    async fn sent(body: String, calls: &Cell<u32>) -> Result<Vec<u8>, ()> {
        calls.set(calls.get() + 1);
        let bytes = body.into_bytes();
        if calls.get() < 3 { Err(()) } else { Ok(bytes) }
    }

    #[retry(attempts = 3, backoff = 0, clone(body))]
    fn sent_blocking(body: String, calls: &Cell<u32>) -> Result<Vec<u8>, ()> {
        calls.set(calls.get() + 1);
        let bytes = body.into_bytes();
        if calls.get() < 3 { Err(()) } else { Ok(bytes) }
    }

    #[test]
    fn state_does_not_leak_from_attempt_to_attempt() {
        let calls = Cell::new(0);
        assert_eq!(mutated(vec![0], &calls), Ok(vec![0, 3]));
        calls.set(0);
        assert_eq!(
            block_on(mutated_async(vec![0], (7, &calls))),
            Ok((vec![0, 3], 8))
        );
        assert_eq!(reborrowed(&mut [0, 0]), Some(3));
        calls.set(0);
        assert_eq!(block_on(sent("a".to_owned(), &calls)), Ok(vec![97]));
        calls.set(0);
        assert_eq!(sent_blocking("a".to_owned(), &calls), Ok(vec![97]));
    }
}

mod hygiene {
    use super::*;

    /// Every name that the expansion uses, as a parameter of the user's.
    #[retry(attempts = 3, backoff = 0)]
    async fn same_names(
        run: &Cell<u32>,
        began: u32,
        attempt: u32,
        outcome: u32,
        delay: u32,
        output: u32,
    ) -> Result<u32, u32> {
        run.set(run.get() + 1);
        let judged = began + attempt + outcome + delay + output;
        if run.get() < 3 {
            Err(judged)
        } else {
            Ok(judged)
        }
    }

    mod shadowed {
        #[allow(dead_code, non_snake_case, reason = "only there to be in the way")]
        mod core {}
        #[allow(dead_code, reason = "only there to be in the way")]
        struct Option;

        #[retry_core::retry(attempts = 2, backoff = 100ms, jitter = none, timer = clock, on = |error| *error == 1)]
        pub(super) fn fails(clock: &retry_core::testing::ManualClock) -> Result<(), u8> {
            clock.advance(std::time::Duration::ZERO);
            Err(1)
        }
    }

    #[test]
    fn names_of_the_user_and_of_the_expansion_do_not_meet() {
        assert_eq!(block_on(same_names(&Cell::new(0), 1, 2, 3, 4, 5)), Ok(15));
        let clock = ManualClock::new();
        assert_eq!(shadowed::fails(&clock), Err(1));
        assert_eq!(clock.waits(), millis([100]));
    }
}

mod events {
    use super::*;
    use retry_core::{Event, StopReason};
    use std::cell::RefCell;

    type Log = RefCell<Vec<(Option<&'static str>, u32, Option<StopReason>)>>;

    fn note(log: &Log) -> impl Fn(&Event<'_, Option<()>>) {
        |event| {
            log.borrow_mut()
                .push((event.name(), event.attempt(), event.reason()));
        }
    }

    #[retry(attempts = 2, backoff = 0, on_retry = note(log), on_stop = note(log))]
    fn named_after_the_function(log: &Log) -> Option<()> {
        drop(log.try_borrow().ok()?);
        None
    }

    #[retry(attempts = 1, name = "sync", on_stop = note(log))]
    async fn named_by_key(log: &Log) -> Option<()> {
        drop(log.try_borrow().ok()?);
        None
    }

    #[test]
    fn hooks_know_the_function() {
        let log = Log::default();
        assert_eq!(named_after_the_function(&log), None);
        assert_eq!(block_on(named_by_key(&log)), None);
        let name = Some("named_after_the_function");
        assert_eq!(
            *log.borrow(),
            [
                (name, 1, None),
                (name, 2, Some(StopReason::Attempts)),
                (Some("sync"), 1, Some(StopReason::Attempts)),
            ]
        );
    }
}

mod time_limits {
    use super::*;
    use retry_core::TimedOut;

    #[retry(attempts = 2, backoff = 1s, jitter = none, attempt_timeout = 5s, timer = clock, context = cx)]
    async fn hangs(clock: &ManualClock, seen: &Cell<Option<Duration>>) -> std::io::Result<()> {
        seen.set(cx.remaining());
        std::future::pending().await
    }

    #[retry(deadline = 3s, attempt_timeout = remaining, timed_out = |cut: TimedOut| cut.limit(), timer = clock)]
    async fn other_error(clock: &ManualClock) -> Result<(), Duration> {
        std::future::pending().await
    }

    #[retry(attempt_timeout = 1s, timed_out = |_| lock.try_lock().is_ok(), attempts = 1, timer = clock)]
    async fn locked(clock: &ManualClock, lock: &std::sync::Mutex<()>) -> Result<(), bool> {
        let _held = lock.try_lock().map_err(|_| false)?;
        std::future::pending().await
    }

    #[test]
    fn what_a_cut_attempt_held_is_free_when_its_error_is_made() {
        let lock = std::sync::Mutex::new(());
        assert_eq!(block_on(locked(&ManualClock::new(), &lock)), Err(true));
    }

    #[test]
    fn an_async_attempt_can_be_cut() {
        let (clock, seen) = (ManualClock::new(), Cell::new(None));
        let error = block_on(hangs(&clock, &seen)).expect_err("cut");
        assert_eq!(error.kind(), std::io::ErrorKind::TimedOut);
        assert_eq!(seen.get(), Some(SECOND * 5));
        assert_eq!(clock.waits(), secs([1]));
        assert_eq!(block_on(other_error(&ManualClock::new())), Err(SECOND * 3));
    }
}

mod drops {
    use super::*;
    use std::{cell::RefCell, rc::Rc};

    struct Noted(&'static str, Rc<RefCell<Vec<&'static str>>>);

    impl Drop for Noted {
        fn drop(&mut self) {
            self.1.borrow_mut().push(self.0);
        }
    }

    struct Trace(Rc<RefCell<Vec<&'static str>>>);

    impl retry_core::time::Clock for Trace {
        fn now(&self) -> Duration {
            Duration::ZERO
        }
    }

    impl retry_core::time::BlockingTimer for Trace {
        fn block(&self, _: Duration) {
            self.0.borrow_mut().push("wait");
        }
    }

    impl retry_core::time::AsyncTimer for Trace {
        type Sleep = std::future::Ready<()>;

        fn sleep(&self, _: Duration) -> Self::Sleep {
            self.0.borrow_mut().push("wait");
            std::future::ready(())
        }
    }

    #[retry(attempts = 2, backoff = 1s, timer = Trace(trace.clone()))]
    fn blocking(trace: &Rc<RefCell<Vec<&'static str>>>) -> Result<(), Noted> {
        let _local = Noted("local", trace.clone());
        Err(Noted("error", trace.clone()))
    }

    #[retry(attempts = 2, backoff = 1s, timer = Trace(trace.clone()))]
    async fn awaited(trace: &Rc<RefCell<Vec<&'static str>>>) -> Result<(), Noted> {
        let _local = Noted("local", trace.clone());
        futures_lite::future::yield_now().await;
        Err(Noted("error", trace.clone()))
    }

    #[test]
    fn nothing_of_a_failed_attempt_lives_through_the_wait() {
        let trace = Rc::default();
        drop(blocking(&trace));
        assert_eq!(trace.take(), ["local", "error", "wait", "local", "error"]);
        drop(block_on(awaited(&trace)));
        assert_eq!(trace.take(), ["local", "error", "wait", "local", "error"]);
    }
}
