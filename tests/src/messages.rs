use std::error::Error;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};

/// Any error that can be sent to another thread.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// The methods that a policy repeats without a key.
pub const REPEATABLE: [Method; 4] = [Method::GET, Method::HEAD, Method::PUT, Method::DELETE];

/// A status by its number.
///
/// # Panics
///
/// If the number is below 100 or above 999.
#[must_use]
pub fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).expect("a status")
}

/// Headers from lines of a name and a value. A name may come several times.
///
/// # Panics
///
/// If a name or a value is invalid.
pub fn headers<V: AsRef<[u8]>>(lines: &[(&str, V)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        let name: HeaderName = name.parse().expect("a name");
        let value = HeaderValue::from_bytes(value.as_ref());
        headers.append(name, value.expect("a value"));
    }
    headers
}

/// A response with this status and these headers, and without a body.
///
/// # Panics
///
/// As [`status`] and [`headers`] do.
#[must_use]
pub fn response(code: u16, lines: &[(&str, &str)]) -> Response<()> {
    let mut response = Response::new(());
    *response.status_mut() = status(code);
    *response.headers_mut() = headers(lines);
    response
}
