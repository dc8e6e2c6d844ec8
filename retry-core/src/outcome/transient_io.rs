use std::io::{Error, ErrorKind};

use super::causes::{Causes, as_type};

/// Whether another attempt may succeed, by the first I/O error that is more than a wrapper
/// (`io::Error::other`).
pub(super) fn may_pass(error: &Error) -> bool {
    Causes::of(error)
        .filter_map(as_type::<Error>)
        .find(|error| error.kind() != ErrorKind::Other)
        .is_some_and(|error| is_transient(error.kind()))
}

/// Whether an I/O error of this kind is temporary, so that another attempt may succeed.
pub(crate) fn is_transient(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::BrokenPipe
            | ErrorKind::ConnectionAborted
            | ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionReset
            | ErrorKind::HostUnreachable
            | ErrorKind::Interrupted
            | ErrorKind::NetworkDown
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NotConnected
            | ErrorKind::ResourceBusy
            | ErrorKind::TimedOut
            | ErrorKind::UnexpectedEof
            | ErrorKind::WouldBlock
    )
}
