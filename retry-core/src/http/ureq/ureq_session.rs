use core::ops::ControlFlow;

use ::ureq::{Agent, Body, Error};
use http::{Method, Request, Response, Uri};

use super::{SessionRequest, UreqBody, attempt::Attempt};
use crate::{
    http::{ClientError as _, HttpRetry, PerRequest},
    time::{BlockingTimer, DefaultTimer},
};

/// An agent of ureq whose requests are retried (feature `ureq`). ureq's own middleware can send a request
/// only once.
///
/// Requests are made as with the agent: by [`get`](Self::get), [`post`](Self::post) and the like, or as
/// an `http::Request` for [`run`](Self::run). One says what it wants by a [`PerRequest`] among its
/// extensions; the [`HttpReport`](crate::http::HttpReport) is among those of the response. Of an error,
/// hooks alone tell how it was come to.
///
/// An agent makes errors of statuses from 400 on, unless it is configured with
/// `http_status_as_error(false)`. Here they are made at the end, with statuses and hints looked at
/// before. What an error loses, the response keeps: its body, the asked delay, the report. So configure
/// it, and save each request a TLS configuration of its own besides.
///
/// Clones share agent and policies. A body that breaks off while the caller reads it is past the session: to
/// retry reading too, take the agent, [`check`](crate::http::check), and [`retry`](crate::retry()).
///
/// ```
/// use retry_core::http::{HttpPolicy, HttpReport, HttpRetry, Mounts, PerRequest, UreqSession};
/// use ureq::Agent;
///
/// # #[cfg(any())]
/// const HTTP: HttpPolicy = HttpPolicy::new();
/// # use std::io::{Read as _, Write as _};
/// # use retry_core::{Backoff, Policy};
/// # const HTTP: HttpPolicy = HttpPolicy::new()
/// #     .policy(Policy::new().backoff(Backoff::constant(core::time::Duration::from_millis(1))));
/// # let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
/// # let api = format!("http://{}/", listener.local_addr()?);
/// # let server = std::thread::spawn(move || {
/// #     for status in [503, 200, 503] {
/// #         let mut connection = listener.accept().unwrap().0;
/// #         connection.read(&mut [0; 1024]).unwrap();
/// #         let head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
/// #         connection.write_all(head.as_bytes()).unwrap();
/// #     }
/// # });
/// let agent = Agent::config_builder().http_status_as_error(false).build().into();
/// let session = UreqSession::new(agent, HttpRetry::new(Mounts::new().mount(&api, HTTP)));
///
/// let response = session.get(&api).header("accept", "text/plain").call()?;
/// assert_eq!(response.status(), 200);
/// assert_eq!(response.extensions().get::<HttpReport>().unwrap().attempts, 2);
///
/// let response = session.put(&api).extension(PerRequest::never()).send("text")?;
/// assert_eq!(response.status(), 503);
/// # server.join().unwrap();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct UreqSession<T = DefaultTimer> {
    agent: Agent,
    retry: HttpRetry<T>,
}

impl<T> UreqSession<T> {
    /// A session that sends with this agent and retries so.
    pub const fn new(agent: Agent, retry: HttpRetry<T>) -> Self {
        Self { agent, retry }
    }

    /// The agent, to send past the session.
    pub const fn agent(&self) -> &Agent {
        &self.agent
    }
}

impl<T: BlockingTimer + Clone> UreqSession<T> {
    /// Sends a request, with any body that is or makes a [`UreqBody`], until it is done or given up.
    ///
    /// ```
    /// # use retry_core::http::{HttpPolicy, HttpRetry, UreqSession};
    /// # use ureq::Agent;
    /// # let retry = HttpRetry::new(HttpPolicy::new());
    /// let session = UreqSession::new(Agent::new_with_defaults(), retry);
    /// let request = http::Request::post("http://127.0.0.1:9/orders").body(r#"{"item":7}"#)?;
    /// # #[cfg(any())]
    /// let response = session.run(request)?;
    /// # let _ = (session, request);
    /// # Ok::<(), http::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The agent's, of the last attempt. Also an [`HttpError`](crate::http::HttpError), as
    /// `Error::Other`, where the policy raises on a status.
    pub fn run<'b>(
        &self,
        request: Request<impl Into<UreqBody<'b>>>,
    ) -> Result<Response<Body>, Error> {
        let (parts, body) = request.into_parts();
        let mut body = body.into();
        let mut head = Request::from_parts(parts, ());
        let wanted = head.extensions().get::<PerRequest>().cloned();
        let exchange = self.retry.begin(&mut head, wanted.as_ref());
        let attempt = Attempt {
            agent: &self.agent,
            head: &head,
            keeps_response: exchange.is_some(),
        };
        let Some(mut exchange) = exchange else {
            return body.send(&attempt).0;
        };
        loop {
            while let Some(pause) = exchange.before() {
                pause.block();
            }
            let (outcome, spare) = body.send(&attempt);
            if spare.is_none() {
                exchange = exchange.not_replayable();
            }
            let follows = match &outcome {
                Ok(response) => exchange.answered(response),
                Err(error) => exchange.failed(error.failure_kind(), error),
            };
            match (follows, spare) {
                (ControlFlow::Continue(pause), Some(spare)) => {
                    // Its connection is free before the wait.
                    drop(outcome);
                    pause.block();
                    body = spare;
                }
                (ControlFlow::Continue(_), None) => return outcome,
                (ControlFlow::Break(report), _) => {
                    let mut response = outcome?;
                    response.extensions_mut().insert(report);
                    let response = exchange.conclude(response, &report);
                    return response.and_then(|response| self.as_agent(response));
                }
            }
        }
    }

    /// What the agent would have made of this response.
    fn as_agent(&self, response: Response<Body>) -> Result<Response<Body>, Error> {
        let status = response.status();
        let is_refused = status.is_client_error() || status.is_server_error();
        if is_refused && self.agent.config().http_status_as_error() {
            Err(Error::StatusCode(status.as_u16()))
        } else {
            Ok(response)
        }
    }

    /// A GET of this URL.
    pub fn get<U>(&self, url: U) -> SessionRequest<'_, T>
    where
        Uri: TryFrom<U, Error: Into<http::Error>>,
    {
        self.request(Method::GET, url)
    }

    /// A HEAD of this URL.
    pub fn head<U>(&self, url: U) -> SessionRequest<'_, T>
    where
        Uri: TryFrom<U, Error: Into<http::Error>>,
    {
        self.request(Method::HEAD, url)
    }

    /// A DELETE of this URL.
    pub fn delete<U>(&self, url: U) -> SessionRequest<'_, T>
    where
        Uri: TryFrom<U, Error: Into<http::Error>>,
    {
        self.request(Method::DELETE, url)
    }

    /// A POST to this URL.
    pub fn post<U>(&self, url: U) -> SessionRequest<'_, T>
    where
        Uri: TryFrom<U, Error: Into<http::Error>>,
    {
        self.request(Method::POST, url)
    }

    /// A PUT to this URL.
    pub fn put<U>(&self, url: U) -> SessionRequest<'_, T>
    where
        Uri: TryFrom<U, Error: Into<http::Error>>,
    {
        self.request(Method::PUT, url)
    }

    /// A PATCH of this URL.
    pub fn patch<U>(&self, url: U) -> SessionRequest<'_, T>
    where
        Uri: TryFrom<U, Error: Into<http::Error>>,
    {
        self.request(Method::PATCH, url)
    }

    /// Any method on any URL. A URL that is none is told at the end, as with the agent.
    pub fn request<U>(&self, method: Method, url: U) -> SessionRequest<'_, T>
    where
        Uri: TryFrom<U, Error: Into<http::Error>>,
    {
        SessionRequest::new(self, Request::builder().method(method).uri(url))
    }
}
