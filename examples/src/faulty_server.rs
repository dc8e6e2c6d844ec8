use std::{
    collections::HashMap,
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Path, State},
    http::{StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
    routing::get,
    serve::ListenerExt,
};
use futures_lite::stream::{self, StreamExt};
use tokio::net::TcpListener;

/// How the server fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 503 twice, then 200.
    Unavailable,
    /// 429 with `Retry-After: 1`, then 200.
    RateLimited,
    /// The connection is reset in the middle of the body, then 200.
    Reset,
    /// The body stops in the middle and nothing more comes for [`Fault::HANG`], then 200.
    Hang,
    /// 404, always.
    Missing,
    /// 500, always.
    Broken,
}

impl Fault {
    /// How long a hanging body hangs: longer than anybody should wait, but not for ever, so that a client
    /// that does wait fails instead of hanging.
    pub const HANG: Duration = Duration::from_secs(5);

    /// Every fault.
    pub const ALL: [Self; 6] = [
        Self::Unavailable,
        Self::RateLimited,
        Self::Reset,
        Self::Hang,
        Self::Missing,
        Self::Broken,
    ];

    fn path(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::RateLimited => "rate-limited",
            Self::Reset => "reset",
            Self::Hang => "hang",
            Self::Missing => "missing",
            Self::Broken => "broken",
        }
    }

    /// The answer to request number `request` of one client.
    fn answer(self, request: usize) -> Response {
        match (self, request) {
            (Self::Unavailable, 1 | 2) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            (Self::RateLimited, 1) => {
                (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, "1")]).into_response()
            }
            (Self::Reset, 1) => half_a_body_for(Duration::from_millis(20)),
            (Self::Hang, 1) => half_a_body_for(Self::HANG),
            (Self::Missing, _) => StatusCode::NOT_FOUND.into_response(),
            (Self::Broken, _) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            _ => "the whole page".into_response(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unavailable => "503 twice, then 200",
            Self::RateLimited => "429 with `Retry-After: 1`, then 200",
            Self::Reset => "connection reset in mid-body, then 200",
            Self::Hang => "body that hangs, then 200",
            Self::Missing => "404, always",
            Self::Broken => "500, always",
        })
    }
}

/// When requests came in, by fault and client.
type Requests = Arc<Mutex<HashMap<(String, String), Vec<Instant>>>>;

/// An HTTP server on a free loopback port, on a thread of its own, so that blocking clients can use it
/// too. It counts requests per fault and client, and lives as long as the process.
#[derive(Debug)]
pub struct FaultyServer {
    address: SocketAddr,
    requests: Requests,
}

impl FaultyServer {
    /// Starts it.
    ///
    /// # Errors
    ///
    /// When no port can be opened.
    pub fn start() -> io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;

        let requests = Requests::default();
        let router = Router::new()
            .route("/{fault}/{client}", get(answer))
            .with_state(Arc::clone(&requests));
        thread::spawn(move || {
            runtime.block_on(async {
                // So that a body that breaks off ends in a reset. hyper drops the connection then; it
                // closes others only after the client has.
                let listener = TcpListener::from_std(listener)?
                    .tap_io(|connection| drop(connection.set_zero_linger()));
                axum::serve(listener, router).await
            })
        });
        Ok(Self { address, requests })
    }

    /// The URL at which this client gets this fault.
    #[must_use]
    pub fn url(&self, fault: Fault, client: &str) -> String {
        format!("http://{}/{}/{client}", self.address, fault.path())
    }

    /// When this client's requests for this fault came in.
    #[must_use]
    pub fn requests(&self, fault: Fault, client: &str) -> Vec<Instant> {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let path = (fault.path().to_owned(), client.to_owned());
        requests.get(&path).cloned().unwrap_or_default()
    }
}

async fn answer(State(requests): State<Requests>, Path(path): Path<(String, String)>) -> Response {
    let Some(fault) = Fault::ALL.into_iter().find(|fault| fault.path() == path.0) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut requests = requests.lock().unwrap_or_else(PoisonError::into_inner);
    let of_client = requests.entry(path).or_default();
    of_client.push(Instant::now());
    fault.answer(of_client.len())
}

/// A body that breaks off in the middle, after a time in which its first half reaches the client.
fn half_a_body_for(time: Duration) -> Response {
    let half = stream::once(Ok(Bytes::from_static(b"the whole")));
    let cut = stream::once_future(async move {
        tokio::time::sleep(time).await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    Body::from_stream(half.chain(cut)).into_response()
}
