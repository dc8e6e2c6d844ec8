use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use socket2::{Domain, SockRef, Socket, Type};

use crate::loopback::Loopback;

/// What a [`ScriptedServer`] does with one connection.
#[derive(Clone, Copy, Debug)]
pub enum Reply {
    /// Resets it when the request comes in, without reading it.
    DropUnread,
    /// Reads the request and closes without an answer.
    DropAfterRequest,
    /// Reads the request and resets in the middle of the answer's head.
    ResetInHead,
    /// Reads the request and resets in the middle of the answer's body.
    ResetInBody,
    /// Reads the request and never answers: the client must leave.
    Silence,
    /// Answers with this status.
    Status(u16),
    /// Answers with this status and these header lines.
    With(u16, &'static [&'static str]),
}

/// Each way to fail a request without a hint: a policy repeats those that may be repeated.
pub const FAILURES: [Reply; 4] = [
    Reply::DropUnread,
    Reply::DropAfterRequest,
    Reply::ResetInHead,
    Reply::Status(503),
];

/// What was read from one connection.
#[derive(Clone, Debug)]
struct Seen {
    request: String,
    body: Vec<u8>,
}

/// An HTTP server on a free loopback port that plays a script, one reply for each connection, and keeps
/// the requests that it has read. After the end of the script it drops connections unread.
#[derive(Debug)]
pub struct ScriptedServer {
    loopback: Loopback,
    log: Arc<Mutex<Vec<Seen>>>,
}

impl ScriptedServer {
    /// Starts it.
    ///
    /// # Panics
    ///
    /// When no port can be opened.
    pub fn start(script: impl IntoIterator<Item = Reply>) -> Self {
        let log = Arc::new(Mutex::default());
        let script: Vec<Reply> = script.into_iter().collect();
        let loopback = Loopback::start([{
            let log = Arc::clone(&log);
            let mut script = script.into_iter();
            move |connection: &TcpStream| {
                play(script.next().unwrap_or(Reply::DropUnread), connection, &log)
            }
        }]);
        Self { loopback, log }
    }

    /// The address of a page on it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/page", self.loopback.address())
    }

    /// The connections so far, in order: the method of the request and its key, if it had one; or
    /// `unread`.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        let seen = lock(&self.log);
        seen.iter().map(|seen| seen.request.clone()).collect()
    }

    /// The bodies of these requests.
    #[must_use]
    pub fn bodies(&self) -> Vec<String> {
        let seen = lock(&self.log);
        seen.iter()
            .map(|seen| String::from_utf8_lossy(&seen.body).into_owned())
            .collect()
    }
}

/// A port on which nobody listens, and that nobody else gets while it lives.
#[derive(Debug)]
pub struct RefusingPort {
    socket: Socket,
}

impl RefusingPort {
    /// Takes one.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[must_use]
    pub fn take() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        socket.bind(&any_port.into()).expect("a loopback port");
        Self { socket }
    }

    /// The address of a page on it.
    ///
    /// # Panics
    ///
    /// When the system does not tell it.
    #[must_use]
    pub fn url(&self) -> String {
        let address = self.socket.local_addr().expect("a bound address");
        let address = address.as_socket().expect("of the internet");
        format!("http://{address}/page")
    }
}

fn lock(log: &Mutex<Vec<Seen>>) -> MutexGuard<'_, Vec<Seen>> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

fn play(reply: Reply, mut connection: &TcpStream, log: &Mutex<Vec<Seen>>) -> io::Result<()> {
    // No test hangs for ever.
    connection.set_read_timeout(Some(Duration::from_secs(60)))?;
    if let Reply::DropUnread = reply {
        // Not before the client has sent something: until then it may still be connecting.
        connection.peek(&mut [0])?;
        lock(log).push(Seen {
            request: "unread".to_owned(),
            body: Vec::new(),
        });
        return reset(connection);
    }
    let mut reader = BufReader::new(connection);
    let request = read_request(&mut reader)?;
    lock(log).push(request);
    match reply {
        Reply::DropUnread | Reply::DropAfterRequest => Ok(()),
        Reply::ResetInHead => {
            connection.write_all(b"HTTP/1.1 200 O")?;
            reset(connection)
        }
        Reply::ResetInBody => {
            connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf")?;
            reset(connection)
        }
        Reply::Silence => reader.read_to_end(&mut Vec::new()).map(|_| ()),
        Reply::Status(status) => answer(connection, status, &[]),
        Reply::With(status, headers) => answer(connection, status, headers),
    }
}

/// Closes with a reset in place of an orderly end.
fn reset(connection: &TcpStream) -> io::Result<()> {
    SockRef::from(connection).set_linger(Some(Duration::ZERO))
}

/// Reads head and body, and tells method and key.
fn read_request(reader: &mut impl BufRead) -> io::Result<Seen> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let header = |name: &str| {
        lines.iter().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    let length = header("content-length").and_then(|length| length.parse().ok());
    let mut body = Vec::new();
    reader.take(length.unwrap_or(0)).read_to_end(&mut body)?;
    let method = lines[0].split(' ').next().unwrap_or_default();
    let request = match header("idempotency-key") {
        Some(key) => format!("{method} {key}"),
        None => method.to_owned(),
    };
    Ok(Seen { request, body })
}

fn answer(mut connection: &TcpStream, status: u16, headers: &[&str]) -> io::Result<()> {
    let mut head =
        format!("HTTP/1.1 {status} Status\r\nconnection: close\r\ncontent-length: 4\r\n");
    for header in headers {
        head += header;
        head += "\r\n";
    }
    connection.write_all(format!("{head}\r\nbody").as_bytes())?;
    connection.shutdown(Shutdown::Write)
}
