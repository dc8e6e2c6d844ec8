use std::{
    collections::HashMap,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

/// A shop that is busy, and that loses the answer to each order's first request.
pub(crate) struct Server {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    visits: HashMap<String, u32>,
    /// Orders by idempotency key: an order that is sent again is stored once.
    orders: HashMap<String, String>,
}

impl Server {
    pub(crate) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let state = Arc::<Mutex<State>>::default();
        thread::spawn({
            let state = Arc::clone(&state);
            move || {
                for connection in listener.incoming() {
                    // The server ignores a client that disconnects.
                    let _ = connection.and_then(|connection| serve(&connection, &state));
                }
            }
        });
        Ok(Self { address, state })
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn orders(&self) -> Vec<String> {
        lock(&self.state).orders.values().cloned().collect()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Answers one request and closes.
fn serve(mut connection: &TcpStream, state: &Mutex<State>) -> io::Result<()> {
    let mut reader = BufReader::new(connection);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut key, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "idempotency-key" => value.trim().clone_into(&mut key),
            "content-length" => length = value.trim().parse().unwrap_or(0),
            _ => {}
        }
    }
    let mut body = String::new();
    reader.take(length).read_to_string(&mut body)?;

    let visit = {
        let mut state = lock(state);
        if path == "/shop/orders" {
            state.orders.entry(key).or_insert(body);
        }
        let visits = state.visits.entry(path.clone()).or_default();
        *visits += 1;
        *visits
    };
    let head = match (path.as_str(), visit) {
        ("/shop/orders", 1) => return Ok(()),
        ("/shop/orders", _) => "201 Created",
        ("/shop/busy-once", 2..) => "200 OK",
        ("/shop/in-an-hour", _) => "503 Service Unavailable\r\nretry-after: 3600",
        _ => "503 Service Unavailable",
    };
    let answer = format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    connection.write_all(answer.as_bytes())
}
