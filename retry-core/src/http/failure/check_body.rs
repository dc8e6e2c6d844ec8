use core::future::Future;
use std::vec::Vec;

use super::{check::rejected, http_error::HttpError};
use crate::http::response::HttpResponse;

/// The same as [`check`](crate::http::check), and keeps the first 8 KiB of a rejected response's body
/// (features `reqwest`, `reqwest-012` and `hyper`).
///
/// Use it where the server explains its errors. The body is in [`HttpError::body`], not in the message: it
/// may contain what does not belong into a log. If it breaks off, what came of it is kept. The timeouts of
/// the client apply to the reading. For ureq there is `check_body_blocking`.
///
/// ```
/// # #[cfg(all(feature = "reqwest", feature = "futures-timer"))] {
/// use http::Method;
/// use retry_core::http::{HttpError, HttpPolicy, check_body};
///
/// const HTTP: HttpPolicy = HttpPolicy::new();
///
/// async fn item(client: &reqwest::Client, url: &str) -> Result<String, HttpError> {
///     HTTP.call(Method::GET)
///         .retry_checked(async || Ok(check_body(client.get(url).send().await?).await?.text().await?))
///         .await
/// }
///
/// # use std::io::{Read as _, Write as _};
/// # let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
/// # let url = format!("http://{}/items/7", listener.local_addr().unwrap());
/// # let server = std::thread::spawn(move || {
/// #     let mut connection = listener.accept().unwrap().0;
/// #     connection.read(&mut [0; 1024]).unwrap();
/// #     connection.write_all(b"HTTP/1.1 404 X\r\ncontent-length: 10\r\n\r\nno item 7!").unwrap();
/// # });
/// # let client = reqwest::Client::builder().no_proxy().build().unwrap();
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// let error = item(&client, &url).await.unwrap_err();
/// assert_eq!(error.to_string(), format!("the server answered 404 Not Found: {url}"));
/// assert_eq!(error.body(), Some(&b"no item 7!"[..]));
/// # });
/// # server.join().unwrap();
/// # }
/// ```
///
/// # Errors
///
/// The rejected answer, with the start of its body.
pub async fn check_body<R: ReadBody>(response: R) -> Result<R, HttpError> {
    match rejected(&response) {
        None => Ok(response),
        Some(error) => Err(error.with_body(response.read_start(HttpError::MAX_BODY).await)),
    }
}

/// A response whose body can be read, for [`check_body`](crate::http::check_body). Implement it for the
/// response of your own client.
#[diagnostic::on_unimplemented(
    message = "`check_body` cannot read the body of `{Self}`",
    label = "expected a response of reqwest, or one whose body is a `http_body::Body` (feature `hyper`)",
    note = "for ureq there is `check_body_blocking(response)`, without `.await`"
)]
pub trait ReadBody: HttpResponse + Sized {
    /// Reads the body up to this many bytes, or as far as it comes.
    fn read_start(self, limit: usize) -> impl Future<Output = Vec<u8>> + Send;
}
