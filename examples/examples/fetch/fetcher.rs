use std::time::Duration;

use reqwest::{
    StatusCode,
    header::{HeaderMap, RETRY_AFTER},
};
use retry_core::{Backoff, Policy, retry};

use crate::{error::FetchError, timeline};

pub(crate) type Page = Result<String, FetchError>;

/// The delays suit a server in the same process. A remote server needs longer ones.
const POLICY: Policy = Policy::new()
    .attempts(4)
    .backoff(Backoff::exponential(Duration::from_millis(20)))
    .deadline(Duration::from_secs(60));

/// Two HTTP clients and four ways to fetch a page with them.
pub(crate) struct Fetcher {
    reqwest: reqwest::Client,
    ureq: ureq::Agent,
    /// How long one attempt may take.
    patience: Duration,
}

impl Fetcher {
    pub(crate) fn new(patience: Duration) -> Self {
        let config = ureq::Agent::config_builder()
            // A blocking attempt cannot be cut from outside, so the client has the limit.
            .timeout_global(Some(patience))
            // ureq's error for a status has no headers, so `Retry-After` would be lost.
            .http_status_as_error(false)
            .build();
        Self {
            reqwest: reqwest::Client::new(),
            ureq: config.into(),
            patience,
        }
    }

    /// An annotated async function.
    #[retry(
        policy = POLICY,
        attempt_timeout = self.patience,
        on = FetchError::verdict,
        on_retry = timeline::waiting,
        on_stop = timeline::stopped
    )]
    pub(crate) async fn annotated_async(&self, url: &str) -> Page {
        let response = self.reqwest.get(url).send().await?;
        check(response.status(), response.headers())?;
        Ok(response.text().await?)
    }

    /// An annotated blocking function.
    #[retry(
        policy = POLICY,
        on = FetchError::verdict,
        on_retry = timeline::waiting,
        on_stop = timeline::stopped
    )]
    pub(crate) fn annotated_blocking(&self, url: &str) -> Page {
        let mut response = self.ureq.get(url).call()?;
        check(response.status(), response.headers())?;
        Ok(response.body_mut().read_to_string()?)
    }

    /// A retried closure.
    pub(crate) async fn closure(&self, url: &str) -> Page {
        retry(|| async {
            let response = self.reqwest.get(url).send().await?;
            check(response.status(), response.headers())?;
            Ok(response.text().await?)
        })
        .policy(POLICY)
        .attempt_timeout(self.patience)
        .on(FetchError::verdict)
        .on_retry(timeline::waiting)
        .on_stop(timeline::stopped)
        .await
    }

    /// The loop by hand.
    pub(crate) fn by_hand(&self, url: &str) -> Page {
        let mut run = POLICY.start();
        loop {
            let attempt = run.attempt().number();
            let pause = match once(&self.ureq, url) {
                Ok(page) => return Ok(page),
                Err(error) => {
                    let failure = error.to_string();
                    let verdict = error.verdict();
                    let pause = run
                        .pause_as(error, verdict)
                        .inspect_err(|_| timeline::stop(attempt, &failure, run.stop_reason()))?;
                    timeline::wait(attempt, &failure, pause.delay());
                    pause
                }
            };
            pause.block();
        }
    }
}

/// One attempt, without any retry.
fn once(agent: &ureq::Agent, url: &str) -> Page {
    let mut response = agent.get(url).call()?;
    check(response.status(), response.headers())?;
    Ok(response.body_mut().read_to_string()?)
}

/// Both clients use the types of the `http` crate.
fn check(status: StatusCode, headers: &HeaderMap) -> Result<(), FetchError> {
    let retry_after = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok());
    FetchError::check(status.as_u16(), retry_after)
}
