use std::{
    io::{self, BufRead, BufReader, Write},
    net::TcpStream,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::loopback::Loopback;

/// A server that serves one connection at a time, so that a second has to wait until the first is
/// closed.
///
/// It answers the first request with 503 and half a body, and each later one with 200 and a closed
/// connection. So the second request comes over the connection of the first, or after that is closed.
#[derive(Debug)]
pub struct OneConnectionServer {
    loopback: Loopback,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    served: Vec<usize>,
    refused: Option<TcpStream>,
}

impl OneConnectionServer {
    /// Starts the server.
    ///
    /// # Panics
    ///
    /// If no port can be opened.
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

    /// The URL of a page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/page", self.loopback.address())
    }

    /// The number of the connection of each request so far, from 1.
    #[must_use]
    pub fn served(&self) -> Vec<usize> {
        lock(&self.state).served.clone()
    }

    /// Sends the other half of the first response.
    ///
    /// # Panics
    ///
    /// If there was no request yet.
    pub fn send_rest(&self) {
        let state = lock(&self.state);
        let mut refused = state.refused.as_ref().expect("a refused request");
        // If the client has closed the connection, the next request comes over another one.
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

/// Reads a request; `false` at the end of the connection.
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
