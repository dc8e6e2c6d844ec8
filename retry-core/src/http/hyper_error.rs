use hyper_util::client::legacy;

use super::{ClientError, FailureKind};
use crate::CausedBy as _;

/// hyper's errors do not tell how far a request got, so all but those of the caller's own are unclear.
impl ClientError for hyper::Error {
    fn failure_kind(&self) -> FailureKind {
        if self.is_user() {
            FailureKind::Other
        } else {
            FailureKind::MaybeSent
        }
    }
}

impl ClientError for legacy::Error {
    fn failure_kind(&self) -> FailureKind {
        if self.is_connect() {
            return FailureKind::NeverSent;
        }
        match self.caused_by::<hyper::Error>() {
            Some(error) => error.failure_kind(),
            // A URL or a version that the client does not know.
            None => FailureKind::Other,
        }
    }
}
