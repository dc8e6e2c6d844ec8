use core::fmt;

use http::{HeaderName, HeaderValue, Method, Request, Response, Uri, request::Builder};
use ureq::{Body, Error};

use super::{ureq_body::UreqBody, ureq_session::UreqSession};
use crate::time::{BlockingTimer, DefaultTimer};

/// A request that is not sent yet. Made by [`UreqSession::get`], [`UreqSession::post`] and the like.
///
/// For the other settings of ureq's own builder, such as timeouts of one request, use an `http::Request`
/// with `agent.configure_request(request)`, and pass that to [`UreqSession::run`].
#[must_use = "nothing is sent before `call` or `send`"]
pub struct SessionRequest<'s, T = DefaultTimer> {
    session: &'s UreqSession<T>,
    builder: Builder,
}

/// Requests, as ureq's agent makes them.
impl<T: BlockingTimer + Clone> UreqSession<T> {
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

    /// Any method on any URL. An invalid URL becomes an error when the request is sent, as with the agent.
    pub fn request<U>(&self, method: Method, url: U) -> SessionRequest<'_, T>
    where
        Uri: TryFrom<U, Error: Into<http::Error>>,
    {
        SessionRequest {
            session: self,
            builder: Request::builder().method(method).uri(url),
        }
    }
}

impl<T: BlockingTimer + Clone> SessionRequest<'_, T> {
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

    /// Sends the request without a body.
    ///
    /// # Errors
    ///
    /// Those of [`UreqSession::run`], and an invalid URL or header.
    pub fn call(self) -> Result<Response<Body>, Error> {
        self.send(())
    }

    /// Sends the request with this body.
    ///
    /// # Errors
    ///
    /// Those of [`UreqSession::run`], and an invalid URL or header.
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
