use ::ureq::{Agent, AsSendBody, Body, Error};
use http::{Request, Response};

/// One sending of a request: all but its body, whose type differs.
pub(super) struct Attempt<'a> {
    pub(super) agent: &'a Agent,
    pub(super) head: &'a Request<()>,
    /// The rules look at the response, so that the agent must not make an error of it before.
    pub(super) keeps_response: bool,
}

impl Attempt<'_> {
    pub(super) fn send<S: AsSendBody>(&self, body: S) -> Result<Response<Body>, Error> {
        let (parts, ()) = self.head.clone().into_parts();
        let request = Request::from_parts(parts, body);
        // Not for every request: one that is configured by itself sets up its own TLS.
        if self.keeps_response && self.agent.config().http_status_as_error() {
            let request = self.agent.configure_request(request);
            self.agent.run(request.http_status_as_error(false).build())
        } else {
            self.agent.run(request)
        }
    }
}
