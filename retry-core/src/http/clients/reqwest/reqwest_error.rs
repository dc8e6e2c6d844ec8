use core::error::Error;
use std::{
    io,
    string::{String, ToString as _},
};

use crate::{
    http::{
        failure::{
            ClientError, FailureKind, RaisedFrom, has_permanent_cause, has_unprocessed_stream,
        },
        response::Answer,
    },
    outcome::CausedBy as _,
};

/// Marks the error that reqwest makes from its own response.
#[derive(Debug)]
pub enum ViaReqwest {}

/// For one version of reqwest: each has types of its own, with the same methods.
macro_rules! error_of {
    ($reqwest:ident) => {
        /// A proxy that answers CONNECT with 403 cannot be told from one that answers with 502: reqwest's
        /// error does not have the status. Both count as never sent; 407 is known and not retried.
        impl ClientError for $reqwest::Error {
            fn failure_kind(&self) -> FailureKind {
                if let Some(status) = self.status() {
                    // `error_for_status` drops the headers.
                    FailureKind::Answered(Answer::from(status))
                } else if self.is_connect() {
                    if has_permanent_cause(self) {
                        FailureKind::Other
                    } else {
                        FailureKind::NeverSent
                    }
                } else if self.is_body() {
                    FailureKind::ResponseCut
                } else if self.is_decode() {
                    decoding(self, Self::is_body)
                } else if self.is_request() {
                    if has_unprocessed_stream(self) {
                        FailureKind::NeverSent
                    } else {
                        FailureKind::MaybeSent
                    }
                } else {
                    FailureKind::Other
                }
            }

            fn url(&self) -> Option<String> {
                Some(self.url()?.to_string())
            }
        }

        // Messages would show the macro and not the type.
        #[diagnostic::do_not_recommend]
        impl RaisedFrom<$reqwest::Response, ViaReqwest> for $reqwest::Error {
            fn raise(response: $reqwest::Response, _: Answer) -> Result<$reqwest::Response, Self> {
                response.error_for_status()
            }
        }
    };
}

#[cfg(feature = "reqwest")]
error_of!(reqwest);
#[cfg(feature = "reqwest-012")]
error_of!(reqwest_012);

/// The body broke off, or it was complete and could not be parsed. reqwest reports both as a decoding
/// error.
fn decoding<E: Error + 'static>(error: &E, is_body: impl FnOnce(&E) -> bool) -> FailureKind {
    let Some(cause) = error.source() else {
        return FailureKind::Other;
    };
    let was_cut = match cause.caused_by::<E>() {
        Some(inner) => is_body(inner),
        None => cause
            .caused_by::<io::Error>()
            .is_some_and(|io| io.failure_kind() != FailureKind::Other),
    };
    if was_cut {
        FailureKind::ResponseCut
    } else {
        FailureKind::Other
    }
}
