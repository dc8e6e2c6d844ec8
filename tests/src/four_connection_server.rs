use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use retry_core::{Backoff, Policy};

use crate::loopback::Loopback;

/// Sizes of discarded bodies. The largest is more than the buffers of both ends hold: the server is
/// stuck until the client reads the body or closes the connection.
const SIZES: [usize; 4] = [0, 100, 50_000, 8_000_000];

/// A server that serves four connections at a time, so that a fifth has to wait. It answers the first
/// request for each page with 503 and a body whose size depends on the page.
///
/// A client that keeps discarded responses waits forever.
#[derive(Debug)]
pub struct FourConnectionServer {
    loopback: Loopback,
    accepted: Arc<AtomicUsize>,
}

impl FourConnectionServer {
    /// How many connections are served at a time.
    pub const CONNECTIONS: usize = 4;
    /// How many pages there are.
    pub const PAGES: usize = 1_000;
    /// A policy with more attempts than any page needs.
    pub const POLICY: Policy = Policy::new()
        .attempts(9)
        .backoff(Backoff::constant(Duration::from_millis(1)));

    /// Starts the server.
    ///
    /// # Panics
    ///
    /// If no port can be opened.
    #[must_use]
    pub fn start() -> Self {
        let accepted = Arc::new(AtomicUsize::new(0));
        let refused: Arc<[AtomicBool]> = (0..Self::PAGES).map(|_| AtomicBool::new(false)).collect();
        let loopback = Loopback::start((0..Self::CONNECTIONS).map(|_| {
            let (accepted, refused) = (Arc::clone(&accepted), Arc::clone(&refused));
            move |connection: &TcpStream| {
                accepted.fetch_add(1, Ordering::SeqCst);
                serve(connection, &refused)
            }
        }));
        Self { loopback, accepted }
    }

    /// The URL of a page.
    #[must_use]
    pub fn url(&self, page: usize) -> String {
        format!("http://{}/{page}", self.loopback.address())
    }

    /// Asserts, after all pages were read, that connections were reused: accepted responses free
    /// theirs, and so does the quarter of the discarded ones that is empty.
    ///
    /// # Panics
    ///
    /// If there were as many connections as pages.
    pub fn assert_connections_were_shared(&self) {
        let (connections, pages) = (self.accepted.load(Ordering::SeqCst), Self::PAGES);
        let requests = 2 * pages;
        assert!(
            connections < pages,
            "{connections} connections for {requests} requests"
        );
    }
}

fn serve(mut connection: &TcpStream, refused: &[AtomicBool]) -> io::Result<()> {
    // An idle connection makes room for the next one.
    connection.set_read_timeout(Some(Duration::from_millis(50)))?;
    let mut reader = BufReader::new(connection);
    loop {
        let Some(page) = read_page(&mut reader)? else {
            return Ok(());
        };
        if refused[page].swap(true, Ordering::SeqCst) {
            connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbody")?;
        } else {
            let size = SIZES[page / FourConnectionServer::CONNECTIONS % SIZES.len()];
            let head = format!("HTTP/1.1 503 Busy\r\ncontent-length: {size}\r\n\r\n");
            connection.write_all(head.as_bytes())?;
            io::copy(&mut io::repeat(b'.').take(size as u64), &mut connection)?;
        }
    }
}

/// The number of the requested page, or `None` at the end of the connection.
fn read_page(reader: &mut impl BufRead) -> io::Result<Option<usize>> {
    let mut first = String::new();
    if reader.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    let mut line = first.clone();
    while !line.trim_end().is_empty() {
        line.clear();
        reader.read_line(&mut line)?;
    }
    let path = first.split(' ').nth(1).unwrap_or_default();
    Ok(path.trim_start_matches('/').parse().ok())
}
