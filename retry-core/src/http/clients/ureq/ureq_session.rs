use core::ops::ControlFlow;
use std::boxed::Box;

use http::{Request, Response};
use ureq::{Agent, Body, Error, SendBody};

use super::{
    check_body_blocking::read_start, drain::drain, request_head::RequestHead, ureq_body::UreqBody,
};
use crate::{
    http::{
        adapter::{Exchange, HttpRetry, NextStep},
        failure::ClientError as _,
        request::PerRequest,
    },
    time::{BlockingTimer, DefaultTimer},
};

/// An agent of ureq whose requests are retried (feature `ureq`). It is not a middleware, because those of
/// ureq can send a request only once.
///
/// Make requests as with the agent: with [`get`](Self::get), [`post`](Self::post) and the like, or with an
/// `http::Request` and [`run`](Self::run). A request can have settings of its own: a [`PerRequest`] in its
/// extensions. The [`HttpReport`](crate::http::HttpReport) is in the extensions of the response; for
/// errors, only hooks see the history. A request that is sent again has its
/// [`ResendCount`](crate::http::ResendCount) there.
///
/// An agent turns a status of 400 or above into an error, unless it is configured with
/// `http_status_as_error(false)`. The session does that only at the end, after it has read status and hint.
/// Configure the agent all the same: the error loses body, requested delay and report, and without the
/// setting each request sets up its own TLS.
///
/// A discarded response of up to 64 KiB is read, so that its connection is used again, if all of it has come
/// with its head. With a timeout that limits reading (`timeout_global`, `timeout_per_call` or
/// `timeout_recv_body`), the session also waits for the rest of it, for some 50 ms.
///
/// After an error, the session knows whether the agent follows redirects, see
/// [`HttpPolicy::no_redirects`](crate::http::HttpPolicy::no_redirects). After a response it knows whether one
/// was followed.
///
/// Clones share the agent and the policies. The session does not see a body that breaks off while the
/// caller reads it. To retry reading too, use the agent, [`check`](crate::http::check) and
/// [`retry`](crate::retry()).
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
    /// A session that sends with this agent and retries with these policies.
    pub const fn new(agent: Agent, retry: HttpRetry<T>) -> Self {
        Self { agent, retry }
    }

    /// The agent. A request that it sends itself is not retried.
    pub const fn agent(&self) -> &Agent {
        &self.agent
    }
}

impl<T: BlockingTimer + Clone> UreqSession<T> {
    /// Sends a request until it is accepted or given up. Its body is a [`UreqBody`] or converts to one.
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
    /// The agent's error of the last attempt, or an [`HttpError`](crate::http::HttpError) in `Error::Other`,
    /// with the start of the body, if the policy raises on a status.
    pub fn run<'b>(
        &self,
        request: Request<impl Into<UreqBody<'b>>>,
    ) -> Result<Response<Body>, Error> {
        let (parts, body) = request.into_parts();
        let mut body = body.into();
        let mut head = Request::from_parts(parts, ());
        let settings = head.extensions().get::<PerRequest>().cloned();
        // A configuration of the request's own, which cannot be read, is in the extensions too.
        let has_extensions = head.extensions().len() > usize::from(settings.is_some());
        let follows_none = self.agent.config().max_redirects() == 0 && !has_extensions;
        let mut exchange = self.retry.begin(&mut head, settings.as_ref());
        if follows_none {
            exchange = exchange.map(Exchange::no_redirects);
        }
        if let Some(source) = settings.and_then(|settings| settings.body) {
            body = UreqBody::from_fn(move || {
                let made = source.make::<SendBody<'static>>();
                Ok(made.unwrap_or_else(|| Err(source.mismatch("ureq::SendBody")))?)
            });
        }
        let mut head = RequestHead {
            agent: &self.agent,
            head,
            keeps_response: exchange.is_some(),
            watches_redirects: exchange.as_ref().is_some_and(Exchange::needs_redirects),
        };
        let Some(mut exchange) = exchange else {
            return body.send(&head).0;
        };
        loop {
            while let Some(pause) = exchange.before() {
                pause.block();
            }
            if let Err(open) = exchange.ask() {
                match exchange.refused(open) {
                    ControlFlow::Continue(pause) => pause.block(),
                    ControlFlow::Break(_) => return Err(Error::Other(Box::new(open))),
                }
                continue;
            }
            exchange.begin_attempt(head.head.extensions_mut());
            let inside = exchange.inside();
            let (outcome, copy) = body.send(&head);
            drop(inside);
            match exchange.after(outcome, || copy, |error| (error.failure_kind(), error)) {
                NextStep::SendAgain {
                    pause,
                    request: copy,
                    discarded,
                } => {
                    // Its connection must be free before the wait.
                    if let Some(discarded) = discarded {
                        drain(&self.agent, discarded);
                    }
                    pause.block();
                    body = copy;
                }
                NextStep::Return { outcome, report } => {
                    let response = outcome?;
                    return match exchange.raised(&response, &report) {
                        None => self.by_agent(response),
                        Some(error) => Err(error.with_body(read_start(response)).into()),
                    };
                }
            }
        }
    }

    /// What the agent makes of this response by its configuration.
    fn by_agent(&self, response: Response<Body>) -> Result<Response<Body>, Error> {
        let status = response.status();
        let is_error = status.is_client_error() || status.is_server_error();
        if is_error && self.agent.config().http_status_as_error() {
            Err(Error::StatusCode(status.as_u16()))
        } else {
            Ok(response)
        }
    }
}
