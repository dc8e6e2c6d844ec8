use http::{HeaderMap, Method};
use retry_core::{Verdict, http::HttpPolicy};
use retry_tests::{headers, status};

pub(crate) const HTTP: HttpPolicy = HttpPolicy::new();

pub(crate) fn retry_after(value: &str) -> HeaderMap {
    headers(&[("retry-after", value)])
}

pub(crate) fn verdict(policy: &HttpPolicy, method: &Method, code: u16) -> Verdict {
    policy.call(method).verdict(status(code), &HeaderMap::new())
}
