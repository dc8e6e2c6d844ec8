use hyper_util::client::legacy;

use crate::{
    http::failure::{ClientError, FailureKind, has_permanent_cause, has_unprocessed_stream},
    outcome::CausedBy as _,
};

/// hyper's errors do not say whether the request was sent, so it may have been, except after a mistake
/// of the caller, and where a server of HTTP/2 says that it did not process the request: it refused the
/// stream (`REFUSED_STREAM`), or closed the connection (GOAWAY) before the stream.
impl ClientError for hyper::Error {
    fn failure_kind(&self) -> FailureKind {
        if self.is_user() {
            FailureKind::Other
        } else if has_unprocessed_stream(self) {
            FailureKind::NeverSent
        } else {
            FailureKind::MaybeSent
        }
    }
}

impl ClientError for legacy::Error {
    fn failure_kind(&self) -> FailureKind {
        if self.is_connect() {
            return if has_permanent_cause(self) {
                FailureKind::Other
            } else {
                FailureKind::NeverSent
            };
        }
        match self.caused_by::<hyper::Error>() {
            Some(error) => error.failure_kind(),
            // The client does not support the URL or the HTTP version.
            None => FailureKind::Other,
        }
    }
}
