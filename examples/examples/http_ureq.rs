//! A session around a ureq agent, in blocking code, against a server in this process. Requests are made
//! as with the agent; what to retry, and how, is configured once.

use std::{error::Error, time::Duration};

use retry_core::{
    Backoff, Policy, StopReason,
    http::{HttpEvent, HttpPolicy, HttpReport, HttpRetry, Mounts, PerRequest, UreqSession},
};
use retry_examples::{Fault, FaultyServer};
use ureq::{Agent, http::Response};

const HTTP: HttpPolicy = HttpPolicy::new().policy(
    Policy::new()
        .attempts(4)
        .backoff(Backoff::exponential(Duration::from_millis(20))),
);

fn main() -> Result<(), Box<dyn Error>> {
    let server = FaultyServer::start()?;
    // So that a rejected response comes back with its body and its report, not as an error.
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(5)))
        .build()
        .into();
    let retry = HttpRetry::new(Mounts::new().mount("http://", HTTP))
        .on_retry(print)
        .on_stop(print);
    let session = UreqSession::new(agent, retry);

    for (fault, status, attempts) in [
        (Fault::Unavailable, 200, 3),
        (Fault::RateLimited, 200, 2),
        (Fault::Missing, 404, 1),
        (Fault::Broken, 500, 4),
    ] {
        println!("{fault}");
        let mut response = session.get(server.url(fault, "ureq")).call()?;
        show(&response);
        assert_eq!(response.status(), status);
        assert_eq!(report(&response).attempts, attempts);
        let body = response.body_mut().read_to_string()?;
        assert_eq!(body.is_empty(), status != 200);
    }

    println!("a request that is not retried");
    let url = server.url(Fault::Broken, "ureq");
    let response = session.get(&url).extension(PerRequest::never()).call()?;
    println!("  {}", response.status());
    assert!(response.extensions().get::<HttpReport>().is_none());

    println!("fewer attempts for one request");
    let once = HTTP.attempts(2);
    let response = session.get(&url).extension(PerRequest::with(once)).call()?;
    show(&response);
    assert_eq!(report(&response).stop, StopReason::Attempts);
    assert_eq!(report(&response).attempts, 2);
    Ok(())
}

fn report<B>(response: &Response<B>) -> HttpReport {
    let report = response.extensions().get();
    *report.expect("a policy is mounted there")
}

fn show<B>(response: &Response<B>) {
    let HttpReport { attempts, stop, .. } = report(response);
    println!("  {}, attempts: {attempts}, {stop}", response.status());
}

/// One line of the timeline.
fn print(event: &HttpEvent<'_>) {
    let came = match (event.status(), event.error()) {
        (Some(status), _) => status.to_string(),
        (None, error) => error.map(ToString::to_string).unwrap_or_default(),
    };
    let next = match (event.delay(), event.reason()) {
        (Some(delay), _) => format!("again in {} ms", delay.as_millis()),
        (None, reason) => reason.map(|reason| reason.to_string()).unwrap_or_default(),
    };
    println!("  attempt {}: {came}, {next}", event.attempt());
}
