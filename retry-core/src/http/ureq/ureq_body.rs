use core::fmt;
use std::{borrow::Cow, boxed::Box, fs::File, string::String, vec::Vec};

use ::ureq::{AsSendBody, Body, Error, SendBody};
use http::Response;

use super::attempt::Attempt;

/// The body of a request of a [`UreqSession`](super::UreqSession), and whether it can be sent again.
///
/// | made from | sent again |
/// |---|---|
/// | `()`, text, bytes | yes |
/// | [`UreqBody::from_fn`] | yes: it makes a body for each attempt |
/// | `File`, `ureq::SendBody` | no: they are read while they are sent |
///
/// What cannot be sent again is sent once. That is no error; the report says
/// [`NotReplayable`](crate::StopReason::NotReplayable) where another attempt was due.
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
    Made(Box<dyn FnMut(&Attempt<'_>) -> Sent + 'b>),
    Once(Box<dyn FnOnce(&Attempt<'_>) -> Sent + 'b>),
}

type Sent = Result<Response<Body>, Error>;

impl<'b> UreqBody<'b> {
    /// A body that is made anew for each attempt: a file that is opened again, a reader that starts
    /// again. Its error is that of the attempt.
    pub fn from_fn<'s>(mut make: impl FnMut() -> Result<SendBody<'s>, Error> + 'b) -> Self {
        Self(Kind::Made(Box::new(move |attempt| {
            make().and_then(|body| attempt.send(body))
        })))
    }

    fn once(body: impl AsSendBody + 'b) -> Self {
        Self(Kind::Once(Box::new(move |attempt| attempt.send(body))))
    }

    /// Whether it can be sent again.
    #[must_use]
    pub fn is_replayable(&self) -> bool {
        matches!(self.0, Kind::Empty | Kind::Bytes(_) | Kind::Made(_))
    }

    /// Sends it, and gives it back if it can be sent again. Each of ureq's own bodies is handed on as it
    /// is, since that decides whether its length is announced.
    pub(super) fn send(
        self,
        attempt: &Attempt<'_>,
    ) -> (Result<Response<Body>, Error>, Option<Self>) {
        match self.0 {
            Kind::Empty => (attempt.send(()), Some(Self(Kind::Empty))),
            Kind::Bytes(bytes) => (attempt.send(&*bytes), Some(Self(Kind::Bytes(bytes)))),
            Kind::Made(mut send) => (send(attempt), Some(Self(Kind::Made(send)))),
            Kind::Once(send) => (send(attempt), None),
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

/// With its length announced.
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
