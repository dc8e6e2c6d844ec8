//! Discarded responses free their connections for others.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use retry_core::http::{HttpPolicy, HttpReport, HttpRetry, UreqSession};
use retry_tests::{FourConnectionServer, HTTP, Recorder, fail_if_it_hangs};
use ureq::Agent;

const CONNECTIONS: usize = FourConnectionServer::CONNECTIONS;

#[test]
fn a_thousand_retried_calls_share_four_connections() {
    fail_if_it_hangs(share_four_connections);
}

fn share_four_connections() {
    let server = Arc::new(FourConnectionServer::start());
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .proxy(None)
        .max_idle_connections_per_host(CONNECTIONS)
        .build()
        .into();
    let session = UreqSession::new(
        agent,
        HttpRetry::new(HttpPolicy::new().policy(FourConnectionServer::POLICY)).without_budget(),
    );
    let threads = (0..CONNECTIONS).map(|thread| {
        let (session, server) = (session.clone(), Arc::clone(&server));
        thread::spawn(move || {
            for call in (thread..FourConnectionServer::PAGES).step_by(CONNECTIONS) {
                let mut response = session.get(server.url(call)).call().expect("a response");
                assert_eq!(response.status(), 200);
                let report: HttpReport = *response.extensions().get().expect("a report");
                assert!(report.attempts >= 2, "{report:?}");
                let body = response.body_mut().read_to_string();
                assert_eq!(body.expect("a body"), "body");
            }
        })
    });
    for thread in threads.collect::<Vec<_>>() {
        thread.join().expect("no panic");
    }
    server.assert_connections_were_shared();
}

/// How many connections a session needs for three attempts: two that are answered so, and the third.
fn connections(timeout: Option<Duration>, refusal: &'static [&'static str]) -> usize {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/page", listener.local_addr().expect("an address"));
    let accepted = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&accepted);
    thread::spawn(move || {
        let answered = Arc::new(AtomicUsize::new(0));
        for connection in listener.incoming() {
            counted.fetch_add(1, Ordering::SeqCst);
            let answered = Arc::clone(&answered);
            thread::spawn(move || answer(&connection.expect("a connection"), refusal, &answered));
        }
    });
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .proxy(None)
        .timeout_recv_body(timeout)
        .build()
        .into();
    let session = UreqSession::new(agent, Recorder::new().retry(HTTP));
    let response = session.get(&url).call().expect("a response");
    assert_eq!(response.status(), 200);
    let report: &HttpReport = response.extensions().get().expect("a report");
    assert_eq!(report.attempts, 3);
    accepted.load(Ordering::SeqCst)
}

/// Answers the requests of one connection: the first two of all connections with the parts of `refusal`.
fn answer(mut connection: &TcpStream, refusal: &[&str], answered: &AtomicUsize) {
    let mut lines = BufReader::new(connection).lines();
    while let Some(Ok(line)) = lines.next() {
        if !line.is_empty() {
            continue;
        }
        let parts = match answered.fetch_add(1, Ordering::SeqCst) {
            0 | 1 => refusal,
            _ => &["HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"],
        };
        for part in parts {
            // The client may have closed its end.
            let _ = connection.write_all(part.as_bytes());
            thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn a_small_discarded_body_is_read_so_that_its_connection_is_used_again() {
    const EMPTY: &str = "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n";
    const HEAD: &str = "HTTP/1.1 503 Busy\r\ncontent-length: 2\r\n\r\n";
    const WHOLE: &str = "HTTP/1.1 503 Busy\r\ncontent-length: 2\r\n\r\nno";
    const CHUNKED: &str = "HTTP/1.1 503 Busy\r\ntransfer-encoding: chunked\r\n\r\n2\r\nno\r\n";
    const CLOSES: &str = "HTTP/1.1 503 Busy\r\nconnection: close\r\ncontent-length: 2\r\n\r\nno";
    let minute = Some(Duration::from_secs(60));
    fail_if_it_hangs(move || {
        for timeout in [None, minute] {
            assert_eq!(connections(timeout, &[EMPTY]), 1);
            assert_eq!(connections(timeout, &[WHOLE]), 1);
            assert_eq!(connections(timeout, &[HEAD, "no"]), 1);
            assert_eq!(connections(timeout, &[CLOSES]), 3);
        }
        assert_eq!(connections(minute, &[HEAD, "n", "o"]), 1);
        assert_eq!(connections(minute, &[CHUNKED, "0\r\n\r\n"]), 1);
        // Nothing would end a read of what does not come.
        assert_eq!(connections(None, &[HEAD, "n"]), 3);
        assert_eq!(connections(None, &[CHUNKED]), 3);
    });
}
