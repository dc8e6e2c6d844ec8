//! The tail of the latency, with a hedge and without. A server in this process answers most requests in 2 ms, and
//! one in twenty in 500 ms, as a replica does that collects garbage.

use std::{
    future::Future,
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use retry_core::{Hedge, Policy, hedge::Latencies, retry};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

/// At most one further attempt, once a call has taken longer than nineteen in twenty do. Until a hundred calls have
/// been seen, that is 50 ms.
static HEDGE: Hedge<Latencies> = Hedge::quantile(0.95)
    .or(Duration::from_millis(50))
    .at_most(2);

const POLICY: Policy = Policy::new();

const WORKERS: usize = 10;
const CALLS: usize = 400;

async fn call(server: SocketAddr) -> io::Result<u8> {
    let mut stream = TcpStream::connect(server).await?;
    stream.write_u8(1).await?;
    stream.read_u8().await
}

async fn hedged(server: SocketAddr) -> io::Result<u8> {
    retry(|| call(server)).policy(POLICY).hedge(&HEDGE).await
}

async fn plain(server: SocketAddr) -> io::Result<u8> {
    retry(|| call(server)).policy(POLICY).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let (without, requests) = measure(plain).await?;
    show("without a hedge", &without, requests);
    assert_eq!(requests, 400);

    let (with, requests) = measure(hedged).await?;
    show("with a hedge", &with, requests);
    // Each slow call was hedged, and no call more than once.
    let hedges = requests - 400;
    assert!((1..=400).contains(&hedges), "{hedges} hedges");
    Ok(())
}

/// The latencies of all calls, the shortest first, and how many requests the server got.
async fn measure<F>(call: fn(SocketAddr) -> F) -> io::Result<(Vec<Duration>, u32)>
where
    F: Future<Output = io::Result<u8>> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let server = listener.local_addr()?;
    let requests = Arc::new(AtomicU32::new(0));
    let serving = tokio::spawn(serve(listener, Arc::clone(&requests)));
    let mut workers = JoinSet::new();
    for _ in 0..WORKERS {
        workers.spawn(async move {
            let mut latencies = Vec::new();
            for _ in 0..CALLS / WORKERS {
                let start = Instant::now();
                call(server).await?;
                latencies.push(start.elapsed());
            }
            Ok::<_, io::Error>(latencies)
        });
    }
    let mut latencies = Vec::new();
    while let Some(worker) = workers.join_next().await {
        latencies.extend(worker??);
    }
    serving.abort();
    latencies.sort();
    Ok((latencies, requests.load(Ordering::SeqCst)))
}

async fn serve(listener: TcpListener, requests: Arc<AtomicU32>) -> io::Result<()> {
    loop {
        let (mut stream, _) = listener.accept().await?;
        let number = requests.fetch_add(1, Ordering::SeqCst);
        tokio::spawn(async move {
            let asked = stream.read_u8().await?;
            tokio::time::sleep(Duration::from_millis(if is_slow(number) { 500 } else { 2 })).await;
            stream.write_u8(asked).await
        });
    }
}

/// One request in twenty, the same ones in each run of this program.
fn is_slow(number: u32) -> bool {
    // Knuth's multiplicative hash, whose upper bits are well mixed.
    (number.wrapping_mul(2_654_435_761) >> 16) % 20 == 0
}

fn show(what: &str, latencies: &[Duration], requests: u32) {
    let percentile = |percent: usize| latencies[latencies.len() * percent / 100];
    let (median, tail) = (percentile(50), percentile(99));
    println!("{what}: p50 {median:.1?}, p99 {tail:.1?}, {requests} requests for {CALLS} calls");
}
