use hyper_util::client::legacy;

use crate::{
    http::failure::{ClientError, FailureKind},
    outcome::CausedBy as _,
};

/// hyper's errors do not say whether the request was sent, so it may have been, except after a mistake
/// of the caller.
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
            // The client does not support the URL or the HTTP version.
            None => FailureKind::Other,
        }
    }
}
