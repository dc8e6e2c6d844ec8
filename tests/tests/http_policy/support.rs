use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use retry_core::{Verdict, http::HttpPolicy};

pub(crate) const HTTP: HttpPolicy = HttpPolicy::new();
pub(crate) const SECOND: Duration = Duration::from_secs(1);

pub(crate) fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).expect("a status")
}

pub(crate) fn retry_after(value: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(header::RETRY_AFTER, HeaderValue::from_static(value))])
}

pub(crate) fn verdict(policy: &HttpPolicy, method: &Method, code: u16) -> Verdict {
    policy.call(method).verdict(status(code), &HeaderMap::new())
}
