//! Discarded responses free their connections.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use reqwest_middleware::ClientBuilder;
use retry_core::{
    Backoff, Policy,
    http::{HttpPolicy, HttpReport, HttpRetry},
};

const CONNECTIONS: usize = 4;
const CALLS: usize = 1_000;

/// From nothing to more than the buffers of both ends hold, so that the server is stuck until the
/// client has read it or closed the connection.
const SIZES: [usize; 4] = [0, 100, 50_000, 8_000_000];

#[test]
fn a_thousand_retried_calls_share_four_connections() {
    let server = Arc::new(NarrowServer::start());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        // Patience only ends a test that has gone wrong.
        let client = reqwest::Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(CONNECTIONS)
            .timeout(Duration::from_secs(120))
            .build()
            .expect("a client");
        let policy = Policy::new()
            .attempts(9)
            .backoff(Backoff::constant(Duration::from_millis(1)));
        let retry = HttpRetry::new(HttpPolicy::new().policy(policy));
        let client = ClientBuilder::new(client).with(retry).build();
        let tasks = (0..CONNECTIONS).map(|task| {
            let (client, server) = (client.clone(), Arc::clone(&server));
            tokio::spawn(async move {
                for call in (task..CALLS).step_by(CONNECTIONS) {
                    let response = client.get(server.url(call)).send().await;
                    let response = response.expect("a response");
                    assert_eq!(response.status(), 200);
                    let report: HttpReport = *response.extensions().get().expect("a report");
                    assert!(report.attempts >= 2, "{report:?}");
                    assert_eq!(response.text().await.expect("a body"), "body");
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.expect("no panic");
        }
    });
    let connections = server.accepted.load(Ordering::SeqCst);
    assert!(
        connections < 2 * CALLS,
        "{connections} connections, so none was used again"
    );
}

/// A server with four threads, each of which serves one connection until it ends: a fifth one waits. It
/// refuses the first request for each page, with a body whose size depends on the page.
struct NarrowServer {
    address: SocketAddr,
    accepted: Arc<AtomicUsize>,
}

impl NarrowServer {
    fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let accepted = Arc::new(AtomicUsize::new(0));
        let refused: Arc<[AtomicBool]> = (0..CALLS).map(|_| AtomicBool::new(false)).collect();
        for _ in 0..CONNECTIONS {
            let listener = listener.try_clone().expect("a listener");
            let (accepted, refused) = (Arc::clone(&accepted), Arc::clone(&refused));
            // It ends with the process.
            thread::spawn(move || {
                for connection in listener.incoming() {
                    accepted.fetch_add(1, Ordering::SeqCst);
                    // The client closes what it does not want to read.
                    let _ = connection.and_then(|connection| serve(&connection, &refused));
                }
            });
        }
        Self { address, accepted }
    }

    fn url(&self, page: usize) -> String {
        format!("http://{}/{page}", self.address)
    }
}

fn serve(mut connection: &TcpStream, refused: &[AtomicBool]) -> io::Result<()> {
    // An idle connection makes room for one that waits.
    connection.set_read_timeout(Some(Duration::from_millis(50)))?;
    let mut reader = BufReader::new(connection);
    loop {
        let Some(page) = read_page(&mut reader)? else {
            return Ok(());
        };
        if refused[page].swap(true, Ordering::SeqCst) {
            connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbody")?;
        } else {
            let size = SIZES[page / CONNECTIONS % SIZES.len()];
            let head = format!("HTTP/1.1 503 Busy\r\ncontent-length: {size}\r\n\r\n");
            connection.write_all(head.as_bytes())?;
            io::copy(&mut io::repeat(b'.').take(size as u64), &mut connection)?;
        }
    }
}

/// The number of the page that is asked for: `None` at the end of the connection.
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
