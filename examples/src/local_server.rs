use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    thread,
    time::Duration,
};

/// How long a connection may stay silent.
const PATIENCE: Duration = Duration::from_secs(5);

/// A request, as far as the examples look at it.
#[derive(Debug)]
pub struct Request {
    /// The method and the path: `GET /orders/1`.
    pub line: String,
    /// The header `Idempotency-Key`.
    pub key: Option<String>,
    /// The body.
    pub body: String,
}

/// What a [`LocalServer`] does with a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A status, with a body of JSON.
    Reply(u16, String),
    /// The connection is closed without an answer.
    HangUp,
}

/// An HTTP server on a free loopback port. A closure answers one request after the other. It lives as
/// long as the process.
#[derive(Debug)]
pub struct LocalServer {
    address: SocketAddr,
}

impl LocalServer {
    /// Starts it.
    ///
    /// # Errors
    ///
    /// When no port can be opened.
    pub fn start(mut handle: impl FnMut(&Request) -> Answer + Send + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                // The server ignores a client that disconnects early.
                drop(serve(&connection, &mut handle));
            }
        });
        Ok(Self { address })
    }

    /// The address of a path on it.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

fn serve(mut connection: &TcpStream, handle: impl FnOnce(&Request) -> Answer) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    let request = read(&mut BufReader::new(connection))?;
    match handle(&request) {
        Answer::Reply(status, body) => write!(
            connection,
            "HTTP/1.1 {status} \r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{body}",
            body.len()
        ),
        Answer::HangUp => Ok(()),
    }
}

fn read(connection: &mut impl BufRead) -> io::Result<Request> {
    let mut line = String::new();
    connection.read_line(&mut line)?;
    let line = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();

    let (mut key, mut length) = (None, 0);
    loop {
        let mut header = String::new();
        connection.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "idempotency-key" => key = Some(value.to_owned()),
            "content-length" => length = value.parse().unwrap_or(0),
            _ => {}
        }
    }

    let mut body = String::new();
    connection.take(length).read_to_string(&mut body)?;
    Ok(Request { line, key, body })
}
