use std::{
    io::{self, ErrorKind},
    string::ToString as _,
};

use super::failure_kind::FailureKind;
use crate::outcome::is_transient;

/// What an I/O error says by itself; `None` if only the error in it could say something.
///
/// What can only happen before there is a connection proves that nothing was sent. An open connection is
/// never refused, but it can report that a host or a network is unreachable.
pub(super) fn kind(error: &io::Error) -> Option<FailureKind> {
    let kind = error.kind();
    let is_never_sent = match kind {
        ErrorKind::ConnectionRefused | ErrorKind::AddrNotAvailable | ErrorKind::AddrInUse => true,
        _ => is_lookup(error) || lacks_files(error) || is_cut_handshake(error),
    };
    if is_never_sent {
        Some(FailureKind::NeverSent)
    } else {
        is_transient(kind).then_some(FailureKind::MaybeSent)
    }
}

/// Whether the name was not found, or the name server did not answer. The standard library has no
/// [`ErrorKind`] for it.
fn is_lookup(error: &io::Error) -> bool {
    // WSAHOST_NOT_FOUND, WSATRY_AGAIN, WSANO_RECOVERY, WSANO_DATA.
    if cfg!(windows) && matches!(error.raw_os_error(), Some(11001..=11004)) {
        return true;
    }
    error.get_ref().is_some_and(|inner| {
        inner
            .to_string()
            .starts_with("failed to lookup address information")
    })
}

/// Whether the process or the system has no file left for a socket. The standard library has no
/// [`ErrorKind`] for it.
fn lacks_files(error: &io::Error) -> bool {
    match error.raw_os_error() {
        // ENFILE and EMFILE, which have these numbers on all systems of the Unix family.
        Some(23 | 24) => cfg!(unix),
        // WSAEMFILE.
        Some(10024) => cfg!(windows),
        _ => false,
    }
}

/// Whether the connection ended while TLS was set up, in the words of tokio-rustls. Its kind is that of any
/// end of a connection.
fn is_cut_handshake(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| {
        inner.source().is_none() && inner.to_string().starts_with("tls handshake eof")
    })
}
