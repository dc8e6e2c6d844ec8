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
    /// Resets the connection when the request comes in, without reading it.
    DropUnread,
    /// Reads the request and closes the connection without a response.
    DropAfterRequest,
    /// Reads the request and resets the connection in the middle of the response's head.
    ResetInHead,
    /// Reads the request and resets the connection in the middle of the response's body.
    ResetInBody,
    /// Reads the request and never responds: the client has to close the connection.
    Silence,
    /// Responds with this status.
    Status(u16),
    /// Responds with this status and these header lines.
    With(u16, &'static [&'static str]),
}

/// Each way to fail a request that a policy retries if the request is repeatable.
pub const FAILURES: [Reply; 4] = [
    Reply::DropUnread,
    Reply::DropAfterRequest,
    Reply::ResetInHead,
    Reply::Status(503),
];

/// What was read from one connection.
#[derive(Clone, Debug)]
struct ReceivedRequest {
    request: String,
    body: Vec<u8>,
}

/// An HTTP server that follows a script, one reply per connection, and keeps the requests that it has
/// read. After the end of the script it drops connections unread.
#[derive(Debug)]
pub struct ScriptedServer {
    loopback: Loopback,
    received: Arc<Mutex<Vec<ReceivedRequest>>>,
}

impl ScriptedServer {
    /// Starts the server.
    ///
    /// # Panics
    ///
    /// If no port can be opened.
    pub fn start(script: impl IntoIterator<Item = Reply>) -> Self {
        let received = Arc::new(Mutex::default());
        let script: Vec<Reply> = script.into_iter().collect();
        let loopback = Loopback::start([{
            let received = Arc::clone(&received);
            let mut script = script.into_iter();
            move |connection: &TcpStream| {
                play(
                    script.next().unwrap_or(Reply::DropUnread),
                    connection,
                    &received,
                )
            }
        }]);
        Self { loopback, received }
    }

    /// The URL of a page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/page", self.loopback.address())
    }

    /// What came over the connections so far: the method of a request, with its idempotency key if it
    /// had one, or `unread`.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        let received = lock(&self.received);
        received.iter().map(|one| one.request.clone()).collect()
    }

    /// The bodies of these requests.
    #[must_use]
    pub fn bodies(&self) -> Vec<String> {
        let received = lock(&self.received);
        received
            .iter()
            .map(|one| String::from_utf8_lossy(&one.body).into_owned())
            .collect()
    }
}

/// A port that refuses connections. It is bound but not listened to, so that no other test gets it.
#[derive(Debug)]
pub struct RefusingPort {
    socket: Socket,
}

impl RefusingPort {
    /// Takes a free port.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[must_use]
    pub fn take() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        socket.bind(&any_port.into()).expect("a loopback port");
        Self { socket }
    }

    /// The URL of a page.
    ///
    /// # Panics
    ///
    /// If the system does not know the address of the port.
    #[must_use]
    pub fn url(&self) -> String {
        let address = self.socket.local_addr().expect("a bound address");
        let address = address.as_socket().expect("an IP address");
        format!("http://{address}/page")
    }
}

fn lock(received: &Mutex<Vec<ReceivedRequest>>) -> MutexGuard<'_, Vec<ReceivedRequest>> {
    received.lock().unwrap_or_else(PoisonError::into_inner)
}

fn play(
    reply: Reply,
    mut connection: &TcpStream,
    received: &Mutex<Vec<ReceivedRequest>>,
) -> io::Result<()> {
    // So that no test hangs forever.
    connection.set_read_timeout(Some(Duration::from_secs(60)))?;
    if let Reply::DropUnread = reply {
        // Wait until the client has sent something: before that it may still be connecting.
        connection.peek(&mut [0])?;
        lock(received).push(ReceivedRequest {
            request: "unread".to_owned(),
            body: Vec::new(),
        });
        return reset(connection);
    }
    let mut reader = BufReader::new(connection);
    let request = read_request(&mut reader)?;
    lock(received).push(request);
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
        Reply::Status(status) => respond(connection, status, &[]),
        Reply::With(status, headers) => respond(connection, status, headers),
    }
}

/// Makes the connection end with a reset when it is closed.
fn reset(connection: &TcpStream) -> io::Result<()> {
    SockRef::from(connection).set_linger(Some(Duration::ZERO))
}

/// Reads the head and the body.
fn read_request(reader: &mut impl BufRead) -> io::Result<ReceivedRequest> {
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
    Ok(ReceivedRequest { request, body })
}

fn respond(mut connection: &TcpStream, status: u16, headers: &[&str]) -> io::Result<()> {
    let mut head =
        format!("HTTP/1.1 {status} Status\r\nconnection: close\r\ncontent-length: 4\r\n");
    for header in headers {
        head += header;
        head += "\r\n";
    }
    connection.write_all(format!("{head}\r\nbody").as_bytes())?;
    connection.shutdown(Shutdown::Write)
}
