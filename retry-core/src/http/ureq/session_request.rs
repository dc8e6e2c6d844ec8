use ::ureq::{Body, Error};
use core::fmt;
use http::{HeaderName, HeaderValue, Response, request::Builder};

use super::{UreqBody, UreqSession};
use crate::time::{BlockingTimer, DefaultTimer};

/// A request about to be sent; made by [`UreqSession::get`], [`UreqSession::post`] and the like.
///
/// What ureq's own builder can do beside this (queries, timeouts of one request) is done on an
/// `http::Request`, which [`UreqSession::run`] takes: `agent.configure_request(request)`.
#[must_use = "nothing is sent before `call` or `send`"]
pub struct SessionRequest<'s, T = DefaultTimer> {
    session: &'s UreqSession<T>,
    builder: Builder,
}

impl<'s, T: BlockingTimer + Clone> SessionRequest<'s, T> {
    pub(super) const fn new(session: &'s UreqSession<T>, builder: Builder) -> Self {
        Self { session, builder }
    }

    /// Adds a header.
    pub fn header<K, V>(mut self, name: K, value: V) -> Self
    where
        HeaderName: TryFrom<K, Error: Into<http::Error>>,
        HeaderValue: TryFrom<V, Error: Into<http::Error>>,
    {
        self.builder = self.builder.header(name, value);
        self
    }

    /// Adds an extension, such as a [`PerRequest`](crate::http::PerRequest).
    pub fn extension<E>(mut self, extension: E) -> Self
    where
        E: Clone + Send + Sync + 'static,
    {
        self.builder = self.builder.extension(extension);
        self
    }

    /// Sends it without a body.
    ///
    /// # Errors
    ///
    /// Those of [`UreqSession::run`], and what is wrong with URL or headers.
    pub fn call(self) -> Result<Response<Body>, Error> {
        self.send(())
    }

    /// Sends it with this body.
    ///
    /// # Errors
    ///
    /// Those of [`UreqSession::run`], and what is wrong with URL or headers.
    pub fn send<'b>(self, body: impl Into<UreqBody<'b>>) -> Result<Response<Body>, Error> {
        let request = self.builder.body(body.into())?;
        self.session.run(request)
    }
}

impl<T> fmt::Debug for SessionRequest<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionRequest")
            .field("builder", &self.builder)
            .finish_non_exhaustive()
    }
}
