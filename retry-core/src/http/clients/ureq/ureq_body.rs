use core::fmt;
use std::{borrow::Cow, boxed::Box, fs::File, string::String, vec::Vec};

use http::Response;
use ureq::{AsSendBody, Body, Error, SendBody};

use super::request_head::RequestHead;

/// The body of a request in a [`UreqSession`](crate::http::UreqSession). It knows whether it can be sent
/// again.
///
/// | made from | sent again |
/// |---|---|
/// | `()`, text, bytes | yes |
/// | [`UreqBody::from_fn`] | yes: the closure makes a body for each attempt |
/// | `File`, `ureq::SendBody` | no: sending reads them to the end |
///
/// A body that cannot be sent again is sent once. That is not an error; if another attempt would have
/// followed, the report says [`NotReplayable`](crate::StopReason::NotReplayable).
///
/// ```
/// use retry_core::http::UreqBody;
/// use std::{fs::File, io::Read as _};
/// use ureq::SendBody;
///
/// let text = UreqBody::from(r#"{"item":7}"#);
/// let file = UreqBody::from_fn(|| Ok(SendBody::from_owned_reader(File::open("report.csv")?)));
/// let once = UreqBody::from(SendBody::from_owned_reader(std::io::repeat(b'x').take(4)));
/// assert!(text.is_replayable() && file.is_replayable() && !once.is_replayable());
/// ```
pub struct UreqBody<'b>(Kind<'b>);

enum Kind<'b> {
    Empty,
    Bytes(Cow<'b, [u8]>),
    Made(Box<dyn FnMut(&RequestHead<'_>) -> Sent + 'b>),
    Once(Box<dyn FnOnce(&RequestHead<'_>) -> Sent + 'b>),
}

type Sent = Result<Response<Body>, Error>;

impl<'b> UreqBody<'b> {
    /// A body that is made again for each attempt, for example from a file that is opened again. An error
    /// of the closure is the error of the attempt.
    pub fn from_fn<'s>(mut make: impl FnMut() -> Result<SendBody<'s>, Error> + 'b) -> Self {
        Self(Kind::Made(Box::new(move |head| {
            make().and_then(|body| head.send(body))
        })))
    }

    fn once(body: impl AsSendBody + 'b) -> Self {
        Self(Kind::Once(Box::new(move |head| head.send(body))))
    }

    /// Whether the body can be sent again.
    #[must_use]
    pub fn is_replayable(&self) -> bool {
        matches!(self.0, Kind::Empty | Kind::Bytes(_) | Kind::Made(_))
    }

    /// Sends the body, and returns it if it can be sent again. ureq gets each body in its own type, because
    /// that decides whether ureq sends a `Content-Length`.
    pub(super) fn send(
        self,
        head: &RequestHead<'_>,
    ) -> (Result<Response<Body>, Error>, Option<Self>) {
        match self.0 {
            Kind::Empty => (head.send(()), Some(Self(Kind::Empty))),
            Kind::Bytes(bytes) => (head.send(&*bytes), Some(Self(Kind::Bytes(bytes)))),
            Kind::Made(mut send) => (send(head), Some(Self(Kind::Made(send)))),
            Kind::Once(send) => (send(head), None),
        }
    }
}

impl From<()> for UreqBody<'_> {
    fn from((): ()) -> Self {
        Self(Kind::Empty)
    }
}

impl<'b> From<&'b [u8]> for UreqBody<'b> {
    fn from(bytes: &'b [u8]) -> Self {
        Self(Kind::Bytes(bytes.into()))
    }
}

impl<'b, const N: usize> From<&'b [u8; N]> for UreqBody<'b> {
    fn from(bytes: &'b [u8; N]) -> Self {
        bytes.as_slice().into()
    }
}

impl<'b> From<&'b Vec<u8>> for UreqBody<'b> {
    fn from(bytes: &'b Vec<u8>) -> Self {
        bytes.as_slice().into()
    }
}

impl From<Vec<u8>> for UreqBody<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Kind::Bytes(bytes.into()))
    }
}

impl<'b> From<&'b str> for UreqBody<'b> {
    fn from(text: &'b str) -> Self {
        text.as_bytes().into()
    }
}

impl<'b> From<&'b String> for UreqBody<'b> {
    fn from(text: &'b String) -> Self {
        text.as_bytes().into()
    }
}

impl From<String> for UreqBody<'_> {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

/// It is sent with a `Content-Length`.
impl From<File> for UreqBody<'_> {
    fn from(file: File) -> Self {
        Self::once(file)
    }
}

impl<'s: 'b, 'b> From<SendBody<'s>> for UreqBody<'b> {
    fn from(body: SendBody<'s>) -> Self {
        Self::once(body)
    }
}

impl fmt::Debug for UreqBody<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UreqBody")
            .field("is_replayable", &self.is_replayable())
            .finish_non_exhaustive()
    }
}
