use core::{ops::ControlFlow, time::Duration};
use std::{
    io,
    sync::{Arc, Mutex},
};

use http::Request;
use retry_core::{
    http::{
        ClientError, HttpError, HttpEvent, HttpReport, HttpRetry, IdempotencyKey, Mounts,
        PerRequest,
    },
    testing::ManualClock,
};
use retry_tests::response;

/// What an attempt of the client gets.
#[derive(Clone, Copy)]
pub(crate) enum Attempt {
    Status(u16),
    Asks(u16, &'static str),
    Fails(io::ErrorKind),
}

pub(crate) const RESET: Attempt = Attempt::Fails(io::ErrorKind::ConnectionReset);
pub(crate) const REFUSED: Attempt = Attempt::Fails(io::ErrorKind::ConnectionRefused);

/// A client that follows a script: the smallest possible adapter.
pub(crate) struct Client {
    pub(crate) retry: HttpRetry<ManualClock>,
    pub(crate) clock: ManualClock,
    events: Arc<Mutex<Vec<String>>>,
}

/// The record of one request, with the keys of its attempts.
pub(crate) struct RequestRecord {
    pub(crate) end: Result<u16, String>,
    pub(crate) report: Option<HttpReport>,
    pub(crate) keys: Vec<Option<String>>,
}

impl RequestRecord {
    pub(crate) fn report(&self) -> HttpReport {
        self.report.expect("it was retried")
    }
}

impl Client {
    pub(crate) fn new(mounts: impl Into<Mounts>) -> Self {
        let clock = ManualClock::new();
        let events = Arc::<Mutex<Vec<String>>>::default();
        let hook = |name: &'static str| {
            let events = Arc::clone(&events);
            move |event: &HttpEvent<'_>| {
                let came_back = match (event.status(), event.error()) {
                    (Some(status), _) => status.as_u16().to_string(),
                    (None, Some(error)) => format!("{error} ({:?})", event.kind()),
                    (None, None) => "nothing".to_owned(),
                };
                let next = match (event.delay(), event.reason()) {
                    (Some(delay), None) => format!("{delay:?}"),
                    (None, Some(reason)) => reason.to_string(),
                    both => format!("{both:?}"),
                };
                events.lock().expect("no panic").push(format!(
                    "{name} {} {} #{} at {:?}: {came_back}: {next}",
                    event.method(),
                    event.url(),
                    event.attempt(),
                    event.elapsed(),
                ));
            }
        };
        Self {
            retry: HttpRetry::new(mounts)
                .on_retry(hook("retry"))
                .on_stop(hook("stop"))
                .timer(clock.clone()),
            clock,
            events,
        }
    }

    pub(crate) fn send(&self, request: Request<()>, script: &[Attempt]) -> RequestRecord {
        self.run(request, script, true)
    }

    pub(crate) fn send_once(&self, request: Request<()>, script: &[Attempt]) -> RequestRecord {
        self.run(request, script, false)
    }

    fn run(&self, mut request: Request<()>, script: &[Attempt], can_replay: bool) -> RequestRecord {
        let per_request = request.extensions().get::<PerRequest>().cloned();
        let exchange = self.retry.begin(&mut request, per_request.as_ref());
        let mut exchange = exchange.map(|exchange| {
            if can_replay {
                exchange
            } else {
                exchange.not_replayable()
            }
        });
        let mut keys = Vec::new();
        for attempt in script {
            self.clock.advance(Duration::from_millis(5));
            let key = IdempotencyKey::find(request.headers());
            keys.push(key.map(|key| key.to_string()));
            let outcome = match *attempt {
                Attempt::Status(status) => Ok(response(status, &[])),
                Attempt::Asks(status, delay) => Ok(response(status, &[("retry-after", delay)])),
                Attempt::Fails(kind) => Err(io::Error::from(kind)),
            };
            let Some(exchange) = &mut exchange else {
                let end = match outcome {
                    Ok(response) => Ok(response.status().as_u16()),
                    Err(error) => Err(error.to_string()),
                };
                return RequestRecord {
                    end,
                    report: None,
                    keys,
                };
            };
            let next = match &outcome {
                Ok(response) => exchange.answered(response),
                Err(error) => exchange.failed(error.failure_kind(), error),
            };
            match next {
                ControlFlow::Continue(pause) => pause.block(),
                ControlFlow::Break(report) => {
                    let end = match outcome {
                        Ok(response) => exchange
                            .conclude::<_, HttpError>(response, &report)
                            .map(|response| response.status().as_u16())
                            .map_err(|error| error.to_string()),
                        Err(error) => Err(error.to_string()),
                    };
                    return RequestRecord {
                        end,
                        report: Some(report),
                        keys,
                    };
                }
            }
        }
        panic!("more attempts than the script has");
    }

    pub(crate) fn events(&self) -> Vec<String> {
        self.events.lock().expect("no panic").clone()
    }
}
