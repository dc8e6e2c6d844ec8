use std::time::Duration;

use http::{Method, Request};
use retry_core::{
    Attempt, Report, StopReason,
    http::{Call, FailureKind, HttpPolicy, IdempotencyKey, check},
    testing::ManualClock,
};
use retry_tests::{
    BoxError, Reply, ScriptedServer, block_on, reqwest_012_client, reqwest_client, ureq_agent,
};

use crate::way::Way;

/// How long a client waits for a server that never responds.
const FIRST_TIMEOUT: Duration = Duration::from_millis(500);

/// The record of a run: the status or the kind of failure at its end, and how it went.
#[derive(Debug, PartialEq)]
pub(crate) struct RunRecord {
    pub(crate) end: Result<u16, FailureKind>,
    pub(crate) stop: StopReason,
    pub(crate) waits: Vec<Duration>,
}

impl RunRecord {
    fn new<T, E>(
        report: Report<Result<T, E>>,
        clock: &ManualClock,
        status: impl FnOnce(T) -> u16,
        kind: impl FnOnce(E) -> FailureKind,
    ) -> Self {
        Self {
            stop: report.stop,
            end: report.outcome.map(status).map_err(kind),
            waits: clock.waits(),
        }
    }
}

/// One call through a client, with retries.
#[derive(Clone, Copy)]
pub(crate) struct ClientCall<'a> {
    pub(crate) call: Call<'a>,
    pub(crate) method: &'a Method,
    pub(crate) url: &'a str,
    pub(crate) key: Option<&'a IdempotencyKey>,
    /// Whether the server never responds to the first attempt, which then has a timeout. Other
    /// attempts have none, so that a slow machine does not fail them.
    pub(crate) meets_silence: bool,
}

/// Makes a call through a client of reqwest: the versions have types of their own, with the same methods.
macro_rules! run_reqwest {
    ($this:ident, $client:expr, $only_sends:expr) => {{
        let this: ClientCall<'_> = $this;
        let ClientCall {
            call, method, url, ..
        } = this;
        let clock = ManualClock::new();
        let client = $client;
        let request = |attempt| {
            let mut request = client.request(method.clone(), url);
            if let Some(key) = this.key {
                request = request.header(IdempotencyKey::HEADER, key);
            }
            if let Some(timeout) = this.timeout(attempt) {
                request = request.timeout(timeout);
            }
            if this.has_body() {
                request = request.body("order");
            }
            request
        };
        let send = async || {
            let report = call
                .retry(|attempt: Attempt| request(attempt).send())
                .timer(&clock)
                .report()
                .await;
            RunRecord::new(
                report,
                &clock,
                |response| response.status().as_u16(),
                |error| FailureKind::of(&error),
            )
        };
        let fetch = async || {
            let report = call
                .retry_checked(|attempt: Attempt| {
                    let request = request(attempt);
                    async {
                        let response = check(request.send().await?)?;
                        let status = response.status().as_u16();
                        response.bytes().await?;
                        Ok::<u16, BoxError>(status)
                    }
                })
                .timer(&clock)
                .report()
                .await;
            RunRecord::new(
                report,
                &clock,
                |status| status,
                |error| FailureKind::of(&*error),
            )
        };
        block_on(async {
            if $only_sends {
                send().await
            } else {
                fetch().await
            }
        })
    }};
}

impl ClientCall<'_> {
    /// Makes the call in this way.
    pub(crate) fn run(self, way: Way) -> RunRecord {
        match way {
            Way::ReqwestSend | Way::ReqwestFetch => {
                run_reqwest!(self, reqwest_client(), way == Way::ReqwestSend)
            }
            Way::Reqwest012Send | Way::Reqwest012Fetch => {
                run_reqwest!(self, reqwest_012_client(), way == Way::Reqwest012Send)
            }
            Way::UreqSend | Way::UreqFetch => self.run_ureq(way),
        }
    }

    fn has_body(&self) -> bool {
        [Method::POST, Method::PUT, Method::PATCH].contains(self.method)
    }

    fn timeout(&self, attempt: Attempt) -> Option<Duration> {
        (self.meets_silence && attempt.number() == 1).then_some(FIRST_TIMEOUT)
    }

    fn run_ureq(self, way: Way) -> RunRecord {
        let call = self.call;
        let clock = ManualClock::new();
        let agent = ureq_agent();
        let send = |attempt| {
            let mut request = Request::builder().method(self.method).uri(self.url);
            if let Some(key) = self.key {
                request = request.header(IdempotencyKey::HEADER, key);
            }
            let timeout = self.timeout(attempt);
            if self.has_body() {
                let request = agent.configure_request(request.body("order")?);
                agent.run(request.timeout_recv_response(timeout).build())
            } else {
                let request = agent.configure_request(request.body(())?);
                agent.run(request.timeout_recv_response(timeout).build())
            }
        };
        let status = |response: http::Response<ureq::Body>| response.status().as_u16();
        if way == Way::UreqSend {
            let report = call
                .retry(|attempt: Attempt| send(attempt))
                .timer(&clock)
                .report()
                .call();
            RunRecord::new(report, &clock, status, |error| FailureKind::of(&error))
        } else {
            let report = call
                .retry_checked(|attempt: Attempt| {
                    let mut response = check(send(attempt)?)?;
                    response.body_mut().read_to_vec()?;
                    Ok::<_, ureq::Error>(response)
                })
                .timer(&clock)
                .report()
                .call();
            RunRecord::new(report, &clock, status, |error| FailureKind::of(&error))
        }
    }
}

/// Makes one call without a key in each of these ways, to a server with this script. `check` gets the
/// run, the requests that the server saw, and a name for messages.
pub(crate) fn play(
    ways: &[Way],
    policy: &HttpPolicy,
    method: &Method,
    script: &[Reply],
    mut check: impl FnMut(RunRecord, Vec<String>, &str),
) {
    for way in ways {
        let server = ScriptedServer::start(script.iter().copied());
        let call_by_client = ClientCall {
            call: policy.call(method),
            method,
            url: &server.url(),
            key: None,
            meets_silence: matches!(script, [Reply::Silence, ..]),
        };
        let run = call_by_client.run(*way);
        check(
            run,
            server.requests(),
            &format!("{way:?} {method} {script:?}"),
        );
    }
}
