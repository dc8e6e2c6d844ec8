use std::{
    collections::HashMap,
    future::IntoFuture,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::Context;
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header::RETRY_AFTER},
    routing::post,
};
use retry_core::{http::IdempotencyKey, stored::unix_time};
use tokio::net::TcpListener;

use crate::{answer::Answer, faults::Faults};

/// An HTTP server on this machine that refuses some of what it gets, and remembers every call by its idempotency key.
///
/// | path | answers |
/// |---|---|
/// | `/faulty` | 503 to the given share of the calls, 200 to the others |
/// | `/script/503,503+2,200` | one after the other for each key, the last one for ever; `+2` is a `Retry-After` |
#[derive(Clone, Debug)]
pub struct Receiver {
    address: SocketAddr,
    log: Arc<Log>,
}

/// A call that was answered.
#[derive(Clone, Debug)]
pub struct Call {
    /// The idempotency key.
    pub key: String,
    /// Which call with this key it is, from 1.
    pub number: u32,
    /// When it came, since the Unix epoch.
    pub at: Duration,
    /// The status of the answer.
    pub status: StatusCode,
}

/// What the receiver counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All calls.
    pub calls: usize,
    /// How many of them were refused.
    pub refused: usize,
    /// Different idempotency keys.
    pub keys: usize,
    /// Keys that were accepted, each once.
    pub accepted: usize,
    /// Keys that were called again after they had been accepted.
    pub repeated: usize,
}

#[derive(Debug)]
struct Log {
    faults: Faults,
    prints: bool,
    started: Duration,
    calls: Mutex<Calls>,
}

#[derive(Debug, Default)]
struct Calls {
    all: Vec<Call>,
    keys: HashMap<String, Key>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Key {
    calls: u32,
    was_accepted: bool,
    /// After it was accepted.
    was_repeated: bool,
}

impl Receiver {
    /// Starts it on a port of the loopback interface; 0 is any free one. It lives as long as the runtime.
    ///
    /// # Errors
    ///
    /// The port is taken.
    pub async fn start(port: u16, faults: Faults, prints: bool) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .with_context(|| format!("cannot listen on port {port}"))?;
        let receiver = Self {
            address: listener.local_addr()?,
            log: Arc::new(Log {
                faults,
                prints,
                started: unix_time(),
                calls: Mutex::default(),
            }),
        };
        let app = Router::new()
            .route("/faulty", post(faulty))
            .route("/script/{statuses}", post(script))
            .with_state(Arc::clone(&receiver.log));
        tokio::spawn(axum::serve(listener, app).into_future());
        Ok(receiver)
    }

    /// The URL of a path, such as `/faulty`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// All calls, the oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.log.lock().all.clone()
    }

    /// The calls with this key.
    #[must_use]
    pub fn calls_of(&self, key: &str) -> Vec<Call> {
        let mut calls = self.calls();
        calls.retain(|call| call.key == key);
        calls
    }

    /// What it counted so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let calls = self.log.lock();
        Counts {
            calls: calls.all.len(),
            refused: calls
                .all
                .iter()
                .filter(|call| !call.status.is_success())
                .count(),
            keys: calls.keys.len(),
            accepted: calls.keys.values().filter(|key| key.was_accepted).count(),
            repeated: calls.keys.values().filter(|key| key.was_repeated).count(),
        }
    }
}

impl Log {
    fn lock(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a call, and answers it by its key and number.
    fn answer(&self, headers: &HeaderMap, choose: impl FnOnce(&str, u32) -> Answer) -> Answer {
        let at = unix_time();
        let Some(key) = IdempotencyKey::find(headers).map(|key| key.to_string()) else {
            return Answer::from(StatusCode::BAD_REQUEST);
        };
        let mut calls = self.lock();
        let before = calls.keys.get(&key).copied().unwrap_or_default();
        let number = before.calls + 1;
        let answer = choose(&key, number);
        let after = Key {
            calls: number,
            was_accepted: before.was_accepted || answer.status.is_success(),
            was_repeated: before.was_repeated || before.was_accepted,
        };
        calls.keys.insert(key.clone(), after);
        let call = Call {
            key,
            number,
            at,
            status: answer.status,
        };
        if self.prints {
            let seconds = at.saturating_sub(self.started).as_secs_f64();
            println!(
                "{seconds:7.3} s  {}, call {}: {}",
                call.key, call.number, call.status
            );
        }
        calls.all.push(call);
        answer
    }
}

type Reply = (StatusCode, HeaderMap);

async fn faulty(State(log): State<Arc<Log>>, headers: HeaderMap) -> Reply {
    reply(log.answer(&headers, |key, number| log.faults.answer(key, number)))
}

async fn script(
    State(log): State<Arc<Log>>,
    Path(statuses): Path<String>,
    headers: HeaderMap,
) -> Reply {
    reply(log.answer(&headers, |_, number| Answer::in_script(&statuses, number)))
}

fn reply(answer: Answer) -> Reply {
    let mut headers = HeaderMap::new();
    if let Some(seconds) = answer.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    (answer.status, headers)
}
