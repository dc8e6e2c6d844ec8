use std::string::ToString as _;

use http::{Request, Response};
use ureq::{Agent, Body, Error, ResponseExt as _, SendBody, middleware::MiddlewareNext};

use crate::http::response::Origin;

/// An agent of ureq that returns each response, whatever its status (feature `ureq`). Its other settings are
/// ureq's defaults.
///
/// By default an agent makes an error of a status of 400 or above, which has no headers and so no
/// `Retry-After`. With this agent [`check`](crate::http::check) sees the response, its message names method
/// and URL, and a response that a redirect led to is not taken for the answer to a POST.
///
/// For an agent with other settings, start from `Agent::config_builder().http_status_as_error(false)`.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use std::io::{Read as _, Write as _};
/// # let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
/// # let url = format!("http://{}/items", listener.local_addr()?);
/// # let server = std::thread::spawn(move || {
/// #     let mut connection = listener.accept().unwrap().0;
/// #     connection.read(&mut [0; 1024]).unwrap();
/// #     let answer = "HTTP/1.1 503 X\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n";
/// #     connection.write_all(answer.as_bytes()).unwrap();
/// # });
/// use retry_core::http::{check, ureq_agent};
///
/// let agent = ureq_agent();
/// let error = check(agent.get(&url).call()?).unwrap_err();
/// assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(7)));
/// assert_eq!(error.to_string(), format!("the server answered 503 Service Unavailable: GET {url}"));
/// # server.join().unwrap();
/// # Ok(()) }
/// ```
#[must_use]
pub fn ureq_agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .save_redirect_history(true)
        .middleware(remember_origin)
        .build()
        .into()
}

fn remember_origin(
    request: Request<SendBody<'_>>,
    next: MiddlewareNext<'_>,
) -> Result<Response<Body>, Error> {
    let method = request.method().clone();
    let asked = request.uri().clone();
    let mut response = next.handle(request)?;
    let history = response.get_redirect_history().unwrap_or_default();
    let origin = Origin {
        method,
        url: history.last().unwrap_or(&asked).to_string(),
        was_redirected: history.len() > 1,
    };
    response.extensions_mut().insert(origin);
    Ok(response)
}

/// Marks a response that is that of a redirect, if ureq has kept the history.
pub(super) fn mark_redirect(request: &Request<()>, response: &mut Response<Body>) {
    let history = response.get_redirect_history().unwrap_or_default();
    if let [_, .., last] = history {
        let origin = Origin {
            method: request.method().clone(),
            url: last.to_string(),
            was_redirected: true,
        };
        response.extensions_mut().insert(origin);
    }
}
