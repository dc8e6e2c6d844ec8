use std::time::Duration;

use http::{Method, Request};
use retry_core::{
    Attempt, Report, StopReason,
    http::{Call, FailureKind, HttpPolicy, IdempotencyKey, check},
    retry,
    testing::ManualClock,
};
use retry_tests::{BoxError, Reply, ScriptedServer, block_on, reqwest_client, ureq_agent};

/// How long a client bears silence before it leaves.
const PATIENCE: Duration = Duration::from_millis(500);

/// Each way to use a policy: sending alone, judged as a whole outcome; or sending, checking and reading
/// as one operation, judged by its error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Way {
    ReqwestSend,
    ReqwestFetch,
    UreqSend,
    UreqFetch,
}

pub(crate) const SEND: [Way; 2] = [Way::ReqwestSend, Way::UreqSend];
pub(crate) const FETCH: [Way; 2] = [Way::ReqwestFetch, Way::UreqFetch];
pub(crate) const EVERY: [Way; 4] = [
    Way::ReqwestSend,
    Way::ReqwestFetch,
    Way::UreqSend,
    Way::UreqFetch,
];

/// How a run ended: the status that came back, or what the error says; and the run.
#[derive(Debug, PartialEq)]
pub(crate) struct Ran {
    pub(crate) end: Result<u16, FailureKind>,
    pub(crate) stop: StopReason,
    pub(crate) waits: Vec<Duration>,
}

impl Ran {
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

/// One call, as often as it takes.
#[derive(Clone, Copy)]
pub(crate) struct Errand<'a> {
    pub(crate) call: Call<'a>,
    pub(crate) method: &'a Method,
    pub(crate) url: &'a str,
    pub(crate) key: Option<&'a IdempotencyKey>,
    /// Whether the first attempt meets silence. The others have all the time that they need.
    pub(crate) is_unheard: bool,
}

impl Errand<'_> {
    /// Makes the call in one of the ways.
    pub(crate) fn run(self, way: Way) -> Ran {
        match way {
            Way::ReqwestSend | Way::ReqwestFetch => self.run_reqwest(way),
            Way::UreqSend | Way::UreqFetch => self.run_ureq(way),
        }
    }

    fn has_body(&self) -> bool {
        [Method::POST, Method::PUT, Method::PATCH].contains(self.method)
    }

    fn patience(&self, attempt: Attempt) -> Option<Duration> {
        (self.is_unheard && attempt.number() == 1).then_some(PATIENCE)
    }

    fn run_reqwest(self, way: Way) -> Ran {
        let Self {
            call, method, url, ..
        } = self;
        let clock = ManualClock::new();
        let client = reqwest_client();
        let request = |attempt| {
            let mut request = client.request(method.clone(), url);
            if let Some(key) = self.key {
                request = request.header(IdempotencyKey::HEADER, key);
            }
            if let Some(patience) = self.patience(attempt) {
                request = request.timeout(patience);
            }
            if self.has_body() {
                request = request.body("order");
            }
            request
        };
        let send = async || {
            let report = retry(|attempt: Attempt| request(attempt).send())
                .policy(call.policy().as_policy())
                .on_outcome(call.judge())
                .timer(&clock)
                .report()
                .await;
            Ran::new(
                report,
                &clock,
                |response| response.status().as_u16(),
                |error| FailureKind::of(&error),
            )
        };
        let fetch = async || {
            let report = retry(|attempt: Attempt| {
                let request = request(attempt);
                async {
                    let response = check(request.send().await?)?;
                    let status = response.status().as_u16();
                    response.bytes().await?;
                    Ok::<u16, BoxError>(status)
                }
            })
            .policy(call.policy().as_policy())
            .on(call.errors())
            .timer(&clock)
            .report()
            .await;
            Ran::new(
                report,
                &clock,
                |status| status,
                |error| FailureKind::of(&*error),
            )
        };
        block_on(async {
            if way == Way::ReqwestSend {
                send().await
            } else {
                fetch().await
            }
        })
    }

    fn run_ureq(self, way: Way) -> Ran {
        let call = self.call;
        let clock = ManualClock::new();
        let agent = ureq_agent();
        let send = |attempt| {
            let mut request = Request::builder().method(self.method).uri(self.url);
            if let Some(key) = self.key {
                request = request.header(IdempotencyKey::HEADER, key);
            }
            let patience = self.patience(attempt);
            if self.has_body() {
                let request = agent.configure_request(request.body("order")?);
                agent.run(request.timeout_recv_response(patience).build())
            } else {
                let request = agent.configure_request(request.body(())?);
                agent.run(request.timeout_recv_response(patience).build())
            }
        };
        let status = |response: http::Response<ureq::Body>| response.status().as_u16();
        if way == Way::UreqSend {
            let report = retry(|attempt: Attempt| send(attempt))
                .policy(call.policy().as_policy())
                .on_outcome(call.judge())
                .timer(&clock)
                .report()
                .call();
            Ran::new(report, &clock, status, |error| FailureKind::of(&error))
        } else {
            let report = retry(|attempt: Attempt| {
                let mut response = check(send(attempt)?)?;
                response.body_mut().read_to_vec()?;
                Ok::<_, ureq::Error>(response)
            })
            .policy(call.policy().as_policy())
            .on(call.errors())
            .timer(&clock)
            .report()
            .call();
            Ran::new(report, &clock, status, |error| FailureKind::of(&error))
        }
    }
}

/// Plays a script to one call without a key, in each of these ways, and tells what the server saw.
pub(crate) fn play(
    ways: &[Way],
    policy: &HttpPolicy,
    method: &Method,
    script: &[Reply],
    mut look: impl FnMut(Ran, Vec<String>, &str),
) {
    for way in ways {
        let server = ScriptedServer::start(script.iter().copied());
        let errand = Errand {
            call: policy.call(method),
            method,
            url: &server.url(),
            key: None,
            is_unheard: matches!(script, [Reply::Silence, ..]),
        };
        let ran = errand.run(*way);
        look(
            ran,
            server.requests(),
            &format!("{way:?} {method} {script:?}"),
        );
    }
}
