//! Errors of TLS and HTTP/2, told apart by their text: their types belong to crates of many versions, which
//! nothing else here needs.

use core::error::Error;
use std::string::{String, ToString as _};

#[cfg(any(feature = "hyper", feature = "reqwest", feature = "reqwest-012"))]
use crate::outcome::Causes;

/// What another attempt does not mend, in the words of rustls, OpenSSL, hyper-util and hyper-rustls.
#[cfg(any(
    feature = "hyper",
    feature = "reqwest",
    feature = "reqwest-012",
    feature = "ureq"
))]
const PERMANENT: &[&str] = &[
    "certificate",
    // The port does not speak TLS.
    "invalidcontenttype",
    "wrong version number",
    "invalid dns name",
    "scheme is not http",
    "scheme is missing",
    "unsupported scheme",
    "proxy authorization required",
];

/// What can only happen before the first byte of a request.
const HANDSHAKE: &[&str] = &[
    "during handshake",
    "handshake failed",
    "handshake failure",
    "handshakefailure",
    "protocolversion",
    "protocol version",
    "insufficientsecurity",
    "unrecognizedname",
    "unrecognized name",
    "noapplicationprotocol",
    "peer is incompatible",
];

/// Whether TLS could not be set up, for a reason that may pass.
pub(super) fn is_broken_handshake(error: &(dyn Error + 'static)) -> bool {
    contains(&error.to_string(), HANDSHAKE)
}

/// Whether another attempt would fail too, by the text of an error while connecting.
#[cfg(any(
    feature = "hyper",
    feature = "reqwest",
    feature = "reqwest-012",
    feature = "ureq"
))]
pub(in crate::http) fn is_permanent(text: &str) -> bool {
    contains(text, PERMANENT)
}

/// The same, for the causes of an error. Its own text may contain a URL, so it is not searched.
#[cfg(any(feature = "hyper", feature = "reqwest", feature = "reqwest-012"))]
pub(in crate::http) fn has_permanent_cause(error: &(dyn Error + 'static)) -> bool {
    Causes::of(error)
        .skip(1)
        .any(|cause| is_permanent(&cause.to_string()))
}

/// Whether the server did not process this request of HTTP/2: it refused the stream, or closed the
/// connection with a GOAWAY whose last stream is an earlier one (RFC 9113, 8.7). h2 ends only the later
/// streams with the error of a GOAWAY.
#[cfg(any(feature = "hyper", feature = "reqwest", feature = "reqwest-012"))]
pub(in crate::http) fn has_unprocessed_stream(error: &(dyn Error + 'static)) -> bool {
    Causes::of(error).skip(1).any(|cause| {
        let text = cause.to_string();
        text.starts_with("stream error received: refused stream")
            || text.starts_with("connection error received: ")
    })
}

fn contains(text: &str, phrases: &[&str]) -> bool {
    let text: String = text.to_ascii_lowercase();
    phrases.iter().any(|phrase| text.contains(phrase))
}
