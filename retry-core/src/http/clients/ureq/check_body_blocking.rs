use std::{io::Read as _, vec::Vec};

use http::Response;
use ureq::Body;

use crate::http::failure::{HttpError, rejected};

/// The same as [`check`](crate::http::check) for a response of ureq, and keeps the first 8 KiB of its body
/// (feature `ureq`). See [`HttpError::body`].
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use std::io::{Read as _, Write as _};
/// # let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
/// # let url = format!("http://{}/items/7", listener.local_addr()?);
/// # let server = std::thread::spawn(move || {
/// #     let mut connection = listener.accept().unwrap().0;
/// #     connection.read(&mut [0; 1024]).unwrap();
/// #     connection.write_all(b"HTTP/1.1 404 X\r\ncontent-length: 10\r\n\r\nno item 7!").unwrap();
/// # });
/// use retry_core::http::{check_body_blocking, ureq_agent};
///
/// let error = check_body_blocking(ureq_agent().get(&url).call()?).unwrap_err();
/// assert_eq!(error.body(), Some(&b"no item 7!"[..]));
/// # server.join().unwrap();
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// The rejected answer, with the start of its body.
pub fn check_body_blocking(response: Response<Body>) -> Result<Response<Body>, HttpError> {
    match rejected(&response) {
        None => Ok(response),
        Some(error) => Err(error.with_body(read_start(response))),
    }
}

/// The start of the body, or as much of it as comes.
pub(super) fn read_start(response: Response<Body>) -> Vec<u8> {
    let mut start = Vec::new();
    let limit = u64::try_from(HttpError::MAX_BODY).unwrap_or(u64::MAX);
    let mut reader = response.into_body().into_reader().take(limit);
    // What came before the error stays in the vector.
    let _ = reader.read_to_end(&mut start);
    start
}
