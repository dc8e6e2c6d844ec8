use retry_core::http::HttpEvent;

/// An event as a line, without its time: `GET page #1: 503: 100ms`. Method, page, attempt, what came
/// back, and the delay or the reason to stop.
pub(crate) fn event_line(event: &HttpEvent<'_>) -> String {
    let path = event.url().rsplit('/').next().unwrap_or_default();
    let came_back = match (event.status(), event.kind()) {
        (Some(status), _) => status.as_u16().to_string(),
        (None, kind) => format!("{:?}", kind.expect("a status or a kind of failure")),
    };
    let next = match (event.delay(), event.reason()) {
        (Some(delay), None) => format!("{delay:?}"),
        (None, Some(reason)) => reason.to_string(),
        both => panic!("a delay or a reason, not {both:?}"),
    };
    assert_eq!(event.error().is_some(), event.kind().is_some());
    let (method, attempt) = (event.method(), event.attempt());
    format!("{method} {path} #{attempt}: {came_back}: {next}")
}
