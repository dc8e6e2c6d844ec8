use core::{error::Error, fmt};
use std::boxed::Box;

use super::failure_kind::FailureKind;

/// The source of an [`HttpError`](crate::http::HttpError) whose kind does not follow from the error that it
/// was made from. It says the kind once more, so that `#[error(transparent)]` does not lose it.
#[derive(Debug)]
pub(super) struct StatedKind {
    kind: FailureKind,
    cause: Box<dyn Error + Send + Sync>,
}

impl StatedKind {
    pub(super) fn new(kind: FailureKind, cause: Box<dyn Error + Send + Sync>) -> Self {
        Self { kind, cause }
    }

    pub(super) fn kind(&self) -> FailureKind {
        self.kind
    }
}

impl fmt::Display for StatedKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            FailureKind::NeverSent => "nothing was sent",
            FailureKind::MaybeSent => "no answer came",
            FailureKind::ResponseCut => "the answer is incomplete",
            FailureKind::Answered(_) => "the status was rejected",
            FailureKind::Other => "it is not known why",
        })
    }
}

impl Error for StatedKind {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.cause)
    }
}
