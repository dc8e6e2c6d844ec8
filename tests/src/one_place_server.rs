use std::{
    io::{self, BufRead, BufReader, Write},
    net::TcpStream,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::loopback::Loopback;

/// A server that serves one connection at a time, until it ends: a second one waits.
///
/// It refuses the first request with half an answer, and closes after each request that it grants. So
/// what comes second comes over the connection of the refused request, or when that one is closed.
#[derive(Debug)]
pub struct OnePlaceServer {
    loopback: Loopback,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    served: Vec<usize>,
    refused: Option<TcpStream>,
}

impl OnePlaceServer {
    /// Starts it.
    ///
    /// # Panics
    ///
    /// When no port can be opened.
    #[must_use]
    pub fn start() -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let loopback = Loopback::start([{
            let state = Arc::clone(&state);
            let mut number = 0;
            move |connection: &TcpStream| {
                number += 1;
                serve(number, connection, &state)
            }
        }]);
        Self { loopback, state }
    }

    /// The address of a page on it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/page", self.loopback.address())
    }

    /// For each request so far, over which connection it came: the first, the second.
    #[must_use]
    pub fn served(&self) -> Vec<usize> {
        lock(&self.state).served.clone()
    }

    /// Sends the other half of the answer to the refused request.
    ///
    /// # Panics
    ///
    /// When none was refused yet.
    pub fn send_rest(&self) {
        let state = lock(&self.state);
        let mut refused = state.refused.as_ref().expect("a refused request");
        // A client that has closed it fails its test by what comes next.
        let _ = refused.write_all(b"rest");
    }
}

fn serve(number: usize, mut connection: &TcpStream, state: &Mutex<State>) -> io::Result<()> {
    let mut reader = BufReader::new(connection);
    while reads_request(&mut reader)? {
        let is_first = {
            let mut state = lock(state);
            state.served.push(number);
            let is_first = state.served.len() == 1;
            if is_first {
                state.refused = Some(connection.try_clone()?);
            }
            is_first
        };
        if !is_first {
            return connection.write_all(
                b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 4\r\n\r\nbody",
            );
        }
        connection.write_all(b"HTTP/1.1 503 Busy\r\ncontent-length: 8\r\n\r\nhalf")?;
    }
    Ok(())
}

/// Whether there is one before the end of the connection.
fn reads_request(reader: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(false);
        }
        if line.trim_end().is_empty() {
            return Ok(true);
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
