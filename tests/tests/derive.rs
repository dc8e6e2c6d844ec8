//! `#[derive(Retryable)]`: each mark by the verdict it gives and by the calls of a function it judges.

#![deny(warnings)]
#![warn(clippy::pedantic, clippy::nursery)]
#![warn(
    unused_qualifications,
    single_use_lifetimes,
    unused_lifetimes,
    let_underscore_drop
)]
// Fields and variants that nothing reads, as errors have that are only matched.
#![allow(dead_code)]

use std::{cell::Cell, io, sync::Arc, time::Duration};

use retry_core::{
    Report, Retryable, StopReason, Verdict, retry,
    testing::{ManualClock, no_waits},
};

const SECOND: Duration = Duration::from_secs(1);

thread_local! {
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

/// Fails with this error each time.
#[retry(on = Retryable::verdict)]
fn fail<E: Retryable>(make: &dyn Fn() -> E) -> Result<(), E> {
    CALLS.set(CALLS.get() + 1);
    Err(make())
}

#[expect(clippy::future_not_send, reason = "it stays on the thread of its test")]
#[retry(on = Retryable::verdict)]
async fn fail_async<E: Retryable>(make: &dyn Fn() -> E) -> Result<(), E> {
    CALLS.set(CALLS.get() + 1);
    Err(make())
}

/// The verdict is this one, and functions that fail so are called once or, where it allows, thrice.
#[track_caller]
fn assert_verdict<E: Retryable>(make: impl Fn() -> E, verdict: Verdict) {
    assert_eq!(make().verdict(), verdict);
    let calls = if verdict == Verdict::Stop { 1 } else { 3 };
    let _guard = no_waits();
    CALLS.set(0);
    assert!(fail(&make).is_err());
    assert_eq!(CALLS.get(), calls);
    CALLS.set(0);
    assert!(futures_lite::future::block_on(fail_async(&make)).is_err());
    assert_eq!(CALLS.get(), calls);
}

fn interrupted() -> io::Error {
    io::ErrorKind::Interrupted.into()
}

fn not_found() -> io::Error {
    io::ErrorKind::NotFound.into()
}

mod an_enum {
    use super::*;

    #[derive(Debug, Retryable)]
    enum ApiError {
        #[retry]
        Timeout,
        #[retry]
        Status(u16),
        #[retry()]
        Reset {
            peer: String,
        },
        #[retry(after = retry_after)]
        Busy {
            retry_after: Option<Duration>,
        },
        #[retry(after = 1)]
        Limited(u16, Duration),
        #[retry(transparent)]
        Io(io::Error),
        #[no_retry]
        BadRequest,
        #[no_retry]
        BadField {
            name: String,
        },
        Unmarked(u8),
    }

    #[test]
    fn is_retried_where_it_says_so() {
        assert_verdict(|| ApiError::Timeout, Verdict::Retry);
        assert_verdict(|| ApiError::Status(503), Verdict::Retry);
        let reset = || ApiError::Reset {
            peer: "db".to_owned(),
        };
        assert_verdict(reset, Verdict::Retry);
    }

    #[test]
    fn is_retried_after_the_delay_in_a_field() {
        let busy = |retry_after| move || ApiError::Busy { retry_after };
        assert_verdict(busy(Some(SECOND)), Verdict::RetryAfter(SECOND));
        assert_verdict(busy(None), Verdict::Retry);
        assert_verdict(
            || ApiError::Limited(429, SECOND),
            Verdict::RetryAfter(SECOND),
        );
    }

    #[test]
    fn asks_the_error_inside() {
        assert_verdict(|| ApiError::Io(interrupted()), Verdict::Retry);
        assert_verdict(|| ApiError::Io(not_found()), Verdict::Stop);
    }

    #[test]
    fn stops_where_it_says_so_and_where_it_says_nothing() {
        assert_verdict(|| ApiError::BadRequest, Verdict::Stop);
        let bad_field = || ApiError::BadField {
            name: "id".to_owned(),
        };
        assert_verdict(bad_field, Verdict::Stop);
        assert_verdict(|| ApiError::Unmarked(1), Verdict::Stop);
    }

    #[test]
    fn is_waited_for_as_long_as_the_field_says() {
        let report: Report<_> =
            retry(|| -> Result<(), _> { Err(ApiError::Limited(429, 7 * SECOND)) })
                .on(Retryable::verdict)
                .attempts(2)
                .jitter(retry_core::Jitter::None)
                .timer(ManualClock::new())
                .report()
                .call();
        assert_eq!(report.stop, StopReason::Attempts);
        assert_eq!(report.waited, 7 * SECOND);
    }

    #[derive(Debug, Retryable)]
    enum AllRetried {
        #[retry]
        A,
        #[retry]
        B(u8),
    }

    #[derive(Debug, Retryable)]
    enum NoneRetried {
        A,
        #[no_retry]
        B(u8),
    }

    #[derive(Debug, Retryable)]
    enum OnlyAsked {
        #[retry(transparent)]
        Io(io::Error),
    }

    #[derive(Debug, Retryable)]
    enum Never {}

    #[test]
    fn may_have_variants_of_one_kind_or_none() {
        assert_verdict(|| AllRetried::A, Verdict::Retry);
        assert_verdict(|| AllRetried::B(1), Verdict::Retry);
        assert_verdict(|| NoneRetried::A, Verdict::Stop);
        assert_verdict(|| NoneRetried::B(1), Verdict::Stop);
        assert_verdict(|| OnlyAsked::Io(interrupted()), Verdict::Retry);
        assert_eq!(None::<Never>.map(|never| never.verdict()), None);
    }
}

mod a_struct {
    use super::*;

    #[derive(Debug, Retryable)]
    #[retry]
    struct Timeout;

    #[derive(Debug, Retryable)]
    #[retry(after = delay)]
    struct Busy {
        delay: Duration,
        code: u16,
    }

    #[derive(Debug, Retryable)]
    #[retry(after = 0)]
    struct Limited(Option<Duration>);

    #[derive(Debug, Retryable)]
    #[retry(transparent)]
    struct Wrapped(io::Error);

    #[derive(Debug, Retryable)]
    #[no_retry]
    struct Refused(u8);

    #[derive(Debug, Retryable)]
    struct Unmarked;

    #[test]
    fn has_the_mark_itself() {
        let busy = || Busy {
            delay: SECOND,
            code: 503,
        };
        assert_verdict(|| Timeout, Verdict::Retry);
        assert_verdict(busy, Verdict::RetryAfter(SECOND));
        assert_verdict(|| Limited(Some(SECOND)), Verdict::RetryAfter(SECOND));
        assert_verdict(|| Limited(None), Verdict::Retry);
        assert_verdict(|| Wrapped(interrupted()), Verdict::Retry);
        assert_verdict(|| Wrapped(not_found()), Verdict::Stop);
        assert_verdict(|| Refused(1), Verdict::Stop);
        assert_verdict(|| Unmarked, Verdict::Stop);
    }
}

mod the_error_inside {
    use super::*;

    #[derive(Debug, thiserror::Error, Retryable)]
    enum StoreError {
        #[error("{path} cannot be read")]
        #[retry(transparent)]
        Marked {
            path: String,
            #[source]
            cause: io::Error,
        },
        #[error("{path} cannot be written")]
        #[retry(transparent)]
        Named { path: String, source: io::Error },
        #[error(transparent)]
        #[retry(transparent)]
        Converted(#[from] io::Error),
        #[error("{0} and {1}")]
        #[retry(transparent)]
        MarkWins(io::Error, #[source] io::Error),
        #[error("behind a box")]
        #[retry(transparent)]
        Boxed(#[source] Box<io::Error>),
        #[error("shared")]
        #[retry(transparent)]
        Shared(#[source] Arc<io::Error>),
    }

    #[derive(Debug, Retryable)]
    #[retry(transparent)]
    struct WithoutThisError(u8, #[source] StoreError);

    #[test]
    fn is_found_as_thiserror_finds_it() {
        let errors: [fn(io::Error) -> StoreError; 6] = [
            |cause| StoreError::Marked {
                path: "a".to_owned(),
                cause,
            },
            |source| StoreError::Named {
                path: "a".to_owned(),
                source,
            },
            StoreError::from,
            |cause| StoreError::MarkWins(not_found(), cause),
            |cause| StoreError::Boxed(Box::new(cause)),
            |cause| StoreError::Shared(Arc::new(cause)),
        ];
        for wrap in errors {
            assert_verdict(|| wrap(interrupted()), Verdict::Retry);
            assert_verdict(|| wrap(not_found()), Verdict::Stop);
            assert_verdict(|| WithoutThisError(1, wrap(interrupted())), Verdict::Retry);
        }
    }

    struct Throttled;

    impl Retryable for Throttled {
        fn verdict(&self) -> Verdict {
            Verdict::Throttled(Some(SECOND))
        }
    }

    #[derive(Retryable)]
    #[retry(transparent)]
    struct Outer(Throttled);

    #[test]
    fn is_obeyed_to_the_letter() {
        assert_verdict(|| Outer(Throttled), Verdict::Throttled(Some(SECOND)));
    }
}

mod generics {
    use super::*;

    #[derive(Debug, Retryable)]
    enum Layered<'a, T, E = io::Error, const N: usize = 1>
    where
        T: Clone,
    {
        #[retry]
        Value(&'a T, [u8; N]),
        #[retry(transparent)]
        Inner(E),
    }

    #[derive(Debug, Retryable)]
    #[retry(transparent)]
    struct Bounded<E: Retryable>(E);

    #[derive(Debug, Retryable)]
    enum BoundedBelow<E>
    where
        E: Clone + Retryable,
    {
        #[retry(transparent)]
        First(E),
        #[retry(transparent)]
        Second(E),
    }

    #[derive(Debug, Retryable)]
    enum BoundedElse<E>
    where
        E: Clone,
    {
        #[retry(transparent)]
        First(E),
        #[retry(transparent)]
        Second(E),
    }

    #[derive(Debug, Retryable)]
    enum OfTrait<I: Iterator> {
        #[retry(transparent)]
        Item(Box<I::Item>),
        Empty,
    }

    #[test]
    fn are_kept_and_bounded_where_they_are_asked() {
        let value = || Layered::<_, io::Error, 2>::Value(&"a", [1, 2]);
        assert_verdict(value, Verdict::Retry);
        let inner = || Layered::<&str>::Inner(not_found());
        assert_verdict(inner, Verdict::Stop);
        assert_verdict(|| Bounded(Bounded(interrupted())), Verdict::Retry);
        let shared = || Arc::new(interrupted());
        assert_verdict(|| BoundedBelow::First(shared()), Verdict::Retry);
        assert_verdict(|| BoundedElse::Second(shared()), Verdict::Retry);
        let item = || OfTrait::<std::option::IntoIter<io::Error>>::Item(Box::new(interrupted()));
        assert_verdict(item, Verdict::Retry);
        let empty = || OfTrait::<std::option::IntoIter<io::Error>>::Empty;
        assert_verdict(empty, Verdict::Stop);
    }

    /// Only what is asked has to be `Retryable`.
    #[test]
    fn are_not_bounded_without_need() {
        #[derive(Retryable)]
        #[retry]
        struct Anything<T>(T);

        assert_verdict(|| Anything(()), Verdict::Retry);
        assert_eq!(Anything(3).0, 3);
    }
}

mod names {
    use super::*;

    /// Stands where the expansion would find it if it used names that are not its own.
    mod core {}
    #[derive(Clone, Copy)]
    enum Verdict {}
    #[expect(non_upper_case_globals, reason = "as a field is named")]
    const field: u8 = 1;

    mod renamed {
        pub mod core_crate {
            pub use retry_core::*;
        }
    }

    #[derive(Debug, Retryable)]
    #[retry(crate = renamed::core_crate)]
    enum Odd {
        #[retry(after = field)]
        Field { field: Duration },
        #[retry(after = type)]
        Raw { r#type: Duration },
        #[retry(after = r#match)]
        RawMark { r#match: Option<Duration> },
        #[retry(after = __retryable_field)]
        Ours { __retryable_field: Duration },
        #[retry(transparent)]
        Krate { krate: io::Error },
        #[retry(after = verdict)]
        Verdict { verdict: Duration },
    }

    #[derive(Debug, Retryable)]
    #[retry]
    #[retry(crate = ::retry_core)]
    struct Both;

    #[derive(Debug, Retryable)]
    #[retry(crate = retry_core, after = 0)]
    struct InOne(Duration);

    /// Alone it says where the crate is, not that the error is retried.
    #[derive(Debug, Retryable)]
    #[retry(crate = ::retry_core)]
    struct CrateOnly;

    #[test]
    fn of_fields_and_of_the_surroundings_do_not_matter() {
        use retry_core::Verdict;

        let after = Verdict::RetryAfter(SECOND);
        assert_verdict(|| Odd::Field { field: SECOND }, after);
        assert_verdict(|| Odd::Raw { r#type: SECOND }, after);
        let raw_mark = || Odd::RawMark {
            r#match: Some(SECOND),
        };
        assert_verdict(raw_mark, after);
        let ours = || Odd::Ours {
            __retryable_field: SECOND,
        };
        assert_verdict(ours, after);
        let krate = || Odd::Krate {
            krate: interrupted(),
        };
        assert_verdict(krate, Verdict::Retry);
        assert_verdict(|| Odd::Verdict { verdict: SECOND }, after);
        assert_verdict(|| Both, Verdict::Retry);
        assert_verdict(|| InOne(SECOND), after);
        assert_verdict(|| CrateOnly, Verdict::Stop);
    }
}

mod lints {
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq, Eq, Retryable)]
    #[non_exhaustive]
    pub enum Aged {
        #[deprecated]
        #[retry]
        Old,
        #[retry]
        New,
    }

    macro_rules! error {
        ($name:ident, $variant:ident, $($mark:tt)*) => {
            #[derive(Debug, Retryable)]
            enum $name {
                #[retry($($mark)*)]
                $variant(io::Error),
            }
        };
    }

    error!(Made, Io, transparent);

    #[test]
    fn are_silent_about_deprecated_variants_and_made_types() {
        assert_verdict(|| Aged::New, Verdict::Retry);
        assert_verdict(|| Made::Io(interrupted()), Verdict::Retry);
    }
}

mod items {
    use super::*;

    #[derive(Debug, Retryable)]
    #[retry(after = 1)]
    struct Tuple(pub(crate) (u8, u16), pub Duration);

    #[derive(Debug, Retryable)]
    enum Discriminants {
        A = 1 << 3,
        #[retry]
        B = first::<u8, u8>(2, 3) as isize,
    }

    const fn first<A: Copy, B: Copy>(first: A, _: B) -> A {
        first
    }

    macro_rules! passed_on {
        ($vis:vis $name:ident, $mark:meta, $field:vis $ty:ty, $bound:path) => {
            #[derive(Debug, Retryable)]
            #[$mark]
            $vis struct $name<T>(#[source] $field $ty, T)
            where
                T: Clone,
                $ty: $bound;
        };
    }

    passed_on!(pub Public, retry(transparent), pub Arc<T>, Retryable);
    passed_on!(Private, retry(transparent), Box<T>, Retryable);

    #[test]
    fn of_every_form_are_read() {
        let tuple = || Tuple((1, 2), SECOND);
        assert_verdict(tuple, Verdict::RetryAfter(SECOND));
        assert_verdict(|| Discriminants::A, Verdict::Stop);
        assert_verdict(|| Discriminants::B, Verdict::Retry);
        assert_verdict(|| Public(Arc::new(Inner), Inner), Verdict::Retry);
        assert_verdict(|| Private(Box::new(Inner), Inner), Verdict::Retry);
    }

    #[derive(Debug, Clone, Retryable)]
    #[retry]
    struct Inner;
}
