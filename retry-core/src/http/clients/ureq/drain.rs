use core::time::Duration;
use std::{io::Read as _, time::Instant, vec};

use http::{HeaderMap, Response, Version, header};
use ureq::{Agent, Body};

/// A longer body takes more time to read than a new connection takes to open. In bytes.
const LONGEST_BODY: u64 = 64 * 1024;

/// A body that takes longer to come costs more time than a new connection.
const LONGEST_READ: Duration = Duration::from_millis(50);

/// Reads the small body of a discarded response: a connection can only be used again when its last response
/// was read to the end.
///
/// Only a timeout of the agent ends a read for which the server sends nothing more. Without one, this reads
/// once, which gives what has come with the head, and a body that has not come whole costs its connection.
pub(super) fn drain(agent: &Agent, discarded: Response<Body>) {
    if closes_connection(&discarded) {
        return;
    }
    let timeouts = agent.config().timeouts();
    let is_timed = timeouts.recv_body.or(timeouts.per_call).or(timeouts.global);
    let length = known_length(discarded.headers(), discarded.body());
    let longest = match length {
        Some(length) if length <= LONGEST_BODY => length,
        None if is_timed.is_some() => LONGEST_BODY,
        _ => return,
    };
    let mut buffer = vec![0; usize::try_from(longest).unwrap_or(usize::MAX)];
    let mut reader = discarded.into_body().into_reader();
    let start = Instant::now();
    let mut read = 0;
    loop {
        match reader.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(more) => read += more as u64,
        }
        let is_whole = length == Some(read);
        let is_worth_it =
            is_timed.is_some() && read < LONGEST_BODY && start.elapsed() < LONGEST_READ;
        if !is_whole && !is_worth_it {
            return;
        }
    }
}

fn closes_connection(response: &Response<Body>) -> bool {
    let is_close = |value: &http::HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"close");
    response.version() < Version::HTTP_11
        || response
            .headers()
            .get(header::CONNECTION)
            .is_some_and(is_close)
}

/// The number of bytes that will be read, unless they are compressed.
fn known_length(headers: &HeaderMap, body: &Body) -> Option<u64> {
    match headers.get(header::CONTENT_ENCODING) {
        None => body.content_length(),
        Some(_) => None,
    }
}
