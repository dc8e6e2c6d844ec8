use http::{Request, Response};
use ureq::{Agent, AsSendBody, Body, Error};

/// A request without its body, whose type is not the same for all requests, and the agent that sends it.
pub(super) struct RequestHead<'a> {
    pub(super) agent: &'a Agent,
    pub(super) head: &'a Request<()>,
    /// The rules need the response, so the agent must not make an error of it.
    pub(super) keeps_response: bool,
}

impl RequestHead<'_> {
    pub(super) fn send<S: AsSendBody>(&self, body: S) -> Result<Response<Body>, Error> {
        let (parts, ()) = self.head.clone().into_parts();
        let request = Request::from_parts(parts, body);
        // Only when it is needed: for a request with its own configuration, ureq sets up TLS again.
        if self.keeps_response && self.agent.config().http_status_as_error() {
            let request = self.agent.configure_request(request);
            self.agent.run(request.http_status_as_error(false).build())
        } else {
            self.agent.run(request)
        }
    }
}
