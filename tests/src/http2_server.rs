use std::{
    io::{self, BufReader, Read, Write},
    net::TcpStream,
    sync::{Arc, Mutex, PoisonError},
};

use crate::loopback::Loopback;

/// What an [`Http2Server`] does with one request.
#[derive(Clone, Copy, Debug)]
pub enum StreamReply {
    /// Ends the stream with `REFUSED_STREAM`.
    Refuse,
    /// Ends the stream with `INTERNAL_ERROR`.
    Reset,
    /// Closes the connection with a GOAWAY that has this error code, and says that no stream was processed.
    GoAway(u8),
    /// Answers with 200 and no body.
    Answer,
}

/// A server of HTTP/2 without TLS that follows a script, one reply per request, and counts the requests.
#[derive(Debug)]
pub struct Http2Server {
    loopback: Loopback,
    requests: Arc<Mutex<usize>>,
}

impl Http2Server {
    /// Starts the server.
    ///
    /// # Panics
    ///
    /// If no port can be opened.
    pub fn start(script: impl IntoIterator<Item = StreamReply>) -> Self {
        let requests = Arc::new(Mutex::new(0));
        let mut script = script.into_iter().collect::<Vec<_>>().into_iter();
        let loopback = Loopback::start([{
            let requests = Arc::clone(&requests);
            move |connection: &TcpStream| {
                serve(connection, || {
                    *requests.lock().unwrap_or_else(PoisonError::into_inner) += 1;
                    script.next().unwrap_or(StreamReply::Answer)
                })
            }
        }]);
        Self { loopback, requests }
    }

    /// The URL of a page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/page", self.loopback.address())
    }

    /// How many requests came in.
    #[must_use]
    pub fn requests(&self) -> usize {
        *self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

// The types of frames (RFC 9113, 6).
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

fn serve(mut connection: &TcpStream, mut next: impl FnMut() -> StreamReply) -> io::Result<()> {
    let mut reader = BufReader::new(connection);
    reader.read_exact(&mut [0; b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len()])?;
    connection.write_all(&frame(SETTINGS, 0, 0, &[]))?;
    loop {
        let mut head = [0; 9];
        reader.read_exact(&mut head)?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        let (kind, flags) = (head[3], head[4]);
        io::copy(&mut (&mut reader).take(length.into()), &mut io::sink())?;
        let reply = match kind {
            SETTINGS if flags & 1 == 0 => frame(SETTINGS, 1, 0, &[]),
            HEADERS => match next() {
                StreamReply::Refuse => frame(RST_STREAM, 0, stream, &[0, 0, 0, 7]),
                StreamReply::Reset => frame(RST_STREAM, 0, stream, &[0, 0, 0, 2]),
                StreamReply::GoAway(code) => frame(GOAWAY, 0, 0, &[0, 0, 0, 0, 0, 0, 0, code]),
                // END_STREAM and END_HEADERS; `:status: 200` of the static table.
                StreamReply::Answer => frame(HEADERS, 5, stream, &[0x88]),
            },
            _ => continue,
        };
        connection.write_all(&reply)?;
    }
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("a short frame");
    let mut frame = vec![0, 0, length, kind, flags];
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}
