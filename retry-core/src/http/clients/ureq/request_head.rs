use http::{Request, Response};
use ureq::{Agent, AsSendBody, Body, Error};

use super::ureq_agent::mark_redirect;

/// A request without its body, whose type is not the same for all requests, and the agent that sends it.
pub(super) struct RequestHead<'a> {
    pub(super) agent: &'a Agent,
    pub(super) head: Request<()>,
    /// The rules need the response, so the agent must not make an error of it.
    pub(super) keeps_response: bool,
    /// Whether the rules need to know that a redirect was followed.
    pub(super) watches_redirects: bool,
}

impl RequestHead<'_> {
    pub(super) fn send<S: AsSendBody>(&self, body: S) -> Result<Response<Body>, Error> {
        let (parts, ()) = self.head.clone().into_parts();
        let request = Request::from_parts(parts, body);
        // Only when it is needed: for a request with its own configuration, ureq sets up TLS again.
        let is_error = self.keeps_response && self.agent.config().http_status_as_error();
        let mut response = if is_error || self.watches_redirects {
            let mut request = self.agent.configure_request(request);
            if is_error {
                request = request.http_status_as_error(false);
            }
            if self.watches_redirects {
                request = request.save_redirect_history(true);
            }
            self.agent.run(request.build())?
        } else {
            self.agent.run(request)?
        };
        mark_redirect(&self.head, &mut response);
        Ok(response)
    }
}
