use retry_core::http::HttpEvent;

/// Everything that an event tells but its time, as a line: `GET page #1: 503: 100ms`.
pub(crate) fn event_line(event: &HttpEvent<'_>) -> String {
    let path = event.url().rsplit('/').next().unwrap_or_default();
    let came = match (event.status(), event.kind()) {
        (Some(status), _) => status.as_u16().to_string(),
        (None, kind) => format!("{:?}", kind.expect("a failure")),
    };
    let next = match (event.delay(), event.reason()) {
        (Some(delay), None) => format!("{delay:?}"),
        (None, Some(reason)) => reason.to_string(),
        both => panic!("{both:?}"),
    };
    assert_eq!(event.error().is_some(), event.kind().is_some());
    let (method, attempt) = (event.method(), event.attempt());
    format!("{method} {path} #{attempt}: {came}: {next}")
}
