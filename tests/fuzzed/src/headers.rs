use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
    header::{DATE, RETRY_AFTER},
};
use retry_core::{
    Driver, Failure, Policy, Step,
    http::{Answer, HttpPolicy, RateLimit},
};

/// Sunday, 6 November 2022, 08:49:37 UTC.
const NOW: Duration = Duration::from_secs(1_667_724_577);
const MAX_DELAY: Duration = Duration::from_secs(1);

/// Reads the head of a response: a status, then a header on each line. No header causes a panic, a retry
/// before the server wants it, or a wait without bound.
///
/// # Panics
///
/// When it does not.
pub fn headers(input: &[u8]) {
    let mut lines = input.split(|byte| *byte == b'\n');
    let status = lines.next().map(StatusCode::from_bytes);
    let Some(Ok(status)) = status else { return };
    let lines: Vec<_> = lines.filter_map(header).collect();
    let headers: HeaderMap = lines.iter().cloned().collect();
    let now = UNIX_EPOCH + NOW;
    let answer = Answer::at(status, &headers, now);
    let limit = RateLimit::at(&headers, now);

    assert_ne!(answer.retry_after(), Some(Duration::ZERO));
    assert!(limit.is_none_or(|limit| !limit.reset().is_zero()));
    check_wait(status, &headers);
    if headers.get_all(DATE).iter().count() < 2 {
        let reversed: HeaderMap = lines.into_iter().rev().collect();
        assert_eq!(answer, Answer::at(status, &reversed, now));
        let other = RateLimit::at(&reversed, now);
        assert_eq!(
            limit.map(|limit| limit.reset()),
            other.map(|limit| limit.reset())
        );
    }
    if headers.len() == 1 {
        check_retry_after(&headers, answer.retry_after());
    }
    if let Some(seconds) = whole_seconds(&headers) {
        let wait = answer.retry_after().unwrap_or_default();
        assert!(wait >= seconds, "{wait:?} is before {seconds:?}");
    }
}

fn header(line: &[u8]) -> Option<(HeaderName, HeaderValue)> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = line.split_at(colon);
    let value = value[1..].trim_ascii();
    Some((
        HeaderName::from_bytes(name).ok()?,
        HeaderValue::from_bytes(value).ok()?,
    ))
}

/// The step after a call that was answered like this, by the clock of the machine.
fn check_wait(status: StatusCode, headers: &HeaderMap) {
    const POLICY: Policy = Policy::new().max_delay(MAX_DELAY);
    const HTTP: HttpPolicy = HttpPolicy::new().policy(POLICY);
    let verdict = HTTP.call(Method::GET).verdict(status, headers);
    let step = Driver::new().step(&POLICY, Failure::new(verdict), &mut || 7, None);
    if let Step::Wait(wait) = step {
        match verdict.hint() {
            // A minute, and the jitter that spreads calls after it.
            Some(hint) => assert!(hint <= wait && wait <= Duration::from_secs(66), "{wait:?}"),
            None => assert!(wait <= MAX_DELAY, "{wait:?}"),
        }
    }
}

/// A `Retry-After` without other headers asks for what another reader reads in it.
fn check_retry_after(headers: &HeaderMap, wait: Option<Duration>) {
    let text = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok());
    let Some(text) = text else { return };
    let short_year = text.contains('-');
    if let Ok(date) = httpdate::parse_http_date(text)
        && !short_year
    {
        let asked = date.duration_since(SystemTime::UNIX_EPOCH + NOW);
        assert_eq!(wait.unwrap_or_default(), asked.unwrap_or_default());
    }
}

/// The longest `Retry-After` that is a plain number.
fn whole_seconds(headers: &HeaderMap) -> Option<Duration> {
    let values = headers.get_all(RETRY_AFTER).iter();
    values
        .filter_map(|value| value.to_str().ok())
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
        .filter_map(|text| text.parse().ok())
        .map(Duration::from_secs)
        .max()
}
