use http::{Request, request::Parts};

use crate::{http::request::PerRequest, tower::CloneRequest};

/// What the request of the next attempt is made of, during an attempt.
#[allow(
    missing_debug_implementations,
    reason = "a body need not implement `Debug`"
)]
pub enum RequestCopy<B> {
    /// It cannot be sent again.
    None,
    /// A copy.
    Whole(Request<B>),
    /// A closure makes the body.
    Head(Parts),
}

impl<B: 'static> RequestCopy<B> {
    pub(super) fn of(request: &Request<B>, clone: &impl CloneRequest<Request<B>>) -> Self {
        let settings = request.extensions().get::<PerRequest>();
        if settings.is_some_and(|settings| settings.body.is_some()) {
            let mut head = Request::new(());
            *head.method_mut() = request.method().clone();
            *head.uri_mut() = request.uri().clone();
            *head.version_mut() = request.version();
            *head.headers_mut() = request.headers().clone();
            *head.extensions_mut() = request.extensions().clone();
            return Self::Head(head.into_parts().0);
        }
        clone.clone_request(request).map_or(Self::None, Self::Whole)
    }

    pub(super) fn make(self) -> Option<Request<B>> {
        match self {
            Self::None => None,
            Self::Whole(request) => Some(request),
            Self::Head(head) => {
                let made = head.extensions.get::<PerRequest>()?.make_body();
                let body = made?.ok()?;
                Some(Request::from_parts(head, body))
            }
        }
    }
}
