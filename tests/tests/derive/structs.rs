//! Marks on a struct.

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
fn the_mark_of_a_struct_is_its_verdict() {
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
