//! Marks on the variants of an enum.

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
fn variants_marked_retry_are_retried() {
    assert_verdict(|| ApiError::Timeout, Verdict::Retry);
    assert_verdict(|| ApiError::Status(503), Verdict::Retry);
    let reset = || ApiError::Reset {
        peer: "db".to_owned(),
    };
    assert_verdict(reset, Verdict::Retry);
}

#[test]
fn variants_marked_after_are_retried_after_the_delay_in_the_field() {
    let busy = |retry_after| move || ApiError::Busy { retry_after };
    assert_verdict(busy(Some(SECOND)), Verdict::RetryAfter(SECOND));
    assert_verdict(busy(None), Verdict::Retry);
    assert_verdict(
        || ApiError::Limited(429, SECOND),
        Verdict::RetryAfter(SECOND),
    );
}

#[test]
fn transparent_variants_ask_the_error_inside() {
    assert_verdict(|| ApiError::Io(interrupted()), Verdict::Retry);
    assert_verdict(|| ApiError::Io(not_found()), Verdict::Stop);
}

#[test]
fn variants_marked_no_retry_or_not_at_all_stop() {
    assert_verdict(|| ApiError::BadRequest, Verdict::Stop);
    let bad_field = || ApiError::BadField {
        name: "id".to_owned(),
    };
    assert_verdict(bad_field, Verdict::Stop);
    assert_verdict(|| ApiError::Unmarked(1), Verdict::Stop);
}

#[test]
fn a_run_waits_as_long_as_the_field_says() {
    let report: Report<_> = retry(|| -> Result<(), _> { Err(ApiError::Limited(429, 7 * SECOND)) })
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
fn all_variants_may_be_of_one_kind_and_there_may_be_none() {
    assert_verdict(|| AllRetried::A, Verdict::Retry);
    assert_verdict(|| AllRetried::B(1), Verdict::Retry);
    assert_verdict(|| NoneRetried::A, Verdict::Stop);
    assert_verdict(|| NoneRetried::B(1), Verdict::Stop);
    assert_verdict(|| OnlyAsked::Io(interrupted()), Verdict::Retry);
    assert_eq!(None::<Never>.map(|never| never.verdict()), None);
}
