use std::io::ErrorKind;

/// Whether an I/O error of this kind may be gone with the next attempt.
pub(crate) fn is_transient(kind: ErrorKind) -> bool {
    use ErrorKind::{
        BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, HostUnreachable,
        Interrupted, NetworkDown, NetworkUnreachable, NotConnected, ResourceBusy, TimedOut,
        UnexpectedEof, WouldBlock,
    };

    matches!(
        kind,
        Interrupted
            | TimedOut
            | ConnectionReset
            | ConnectionRefused
            | ConnectionAborted
            | BrokenPipe
            | NotConnected
            | WouldBlock
            | UnexpectedEof
            | HostUnreachable
            | NetworkUnreachable
            | NetworkDown
            | ResourceBusy
    )
}
