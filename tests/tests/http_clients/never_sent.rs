//! Failures before there was a connection: those that may pass, and those that another attempt does not
//! mend.

use std::{
    io::{self, ErrorKind},
    net::ToSocketAddrs as _,
};

use http::Method;
use retry_core::{
    http::{ClientError as _, FailureKind, HttpPolicy},
    testing::ManualClock,
};
use retry_tests::{HTTP, Reply, ScriptedServer, block_on, reqwest_client};

/// The client of each test follows no redirects, so what was never sent may be sent.
const STAYS: HttpPolicy = HTTP.no_redirects();

fn agent_with(proxy: Option<ureq::Proxy>) -> ureq::Agent {
    let config = ureq::Agent::config_builder().max_redirects(0).proxy(proxy);
    config.build().into()
}

/// The error of a POST through this agent, and the attempts that it made.
fn post(agent: &ureq::Agent, url: &str) -> (ureq::Error, u32) {
    let report = STAYS
        .call(Method::POST)
        .retry(|| agent.post(url).send("order"))
        .timer(ManualClock::new())
        .report()
        .call();
    (report.outcome.expect_err("never sent"), report.attempts)
}

#[test]
fn a_name_that_is_not_found_was_never_sent_to() {
    let error = "name.invalid:80".to_socket_addrs().expect_err("reserved");
    assert_eq!(error.failure_kind(), FailureKind::NeverSent, "{error:?}");
    let (error, attempts) = post(&agent_with(None), "http://name.invalid/");
    assert_eq!(error.failure_kind(), FailureKind::NeverSent, "{error:?}");
    assert_eq!(attempts, 3);
    let agent = ureq::Agent::config_builder()
        .proxy(None)
        .max_redirects(0)
        .timeout_resolve(Some(std::time::Duration::from_secs(60)));
    let (error, attempts) = post(&agent.build().into(), "http://name.invalid/");
    assert_eq!(attempts, 3, "{error:?}");
    for text in [
        "Name or service not known",
        "Temporary failure in name resolution",
    ] {
        let text = format!("failed to lookup address information: {text}");
        assert_eq!(
            io::Error::other(text).failure_kind(),
            FailureKind::NeverSent
        );
    }
}

#[test]
fn without_a_port_or_a_file_left_nothing_was_sent() {
    let mut errors = vec![
        io::Error::from(ErrorKind::AddrNotAvailable),
        io::Error::from(ErrorKind::AddrInUse),
    ];
    #[cfg(unix)]
    errors.extend([23, 24].map(io::Error::from_raw_os_error));
    for error in errors {
        assert_eq!(error.failure_kind(), FailureKind::NeverSent, "{error:?}");
        let error = ureq::Error::Io(error);
        assert_eq!(error.failure_kind(), FailureKind::NeverSent, "{error:?}");
    }
}

#[test]
fn a_broken_handshake_was_never_sent() {
    for (kind, text) in [
        (ErrorKind::UnexpectedEof, "tls handshake eof"),
        (
            ErrorKind::InvalidData,
            "received fatal alert: HandshakeFailure",
        ),
        (
            ErrorKind::InvalidData,
            "received fatal alert: ProtocolVersion",
        ),
        (
            ErrorKind::InvalidData,
            "peer is incompatible: NoCipherSuitesInCommon",
        ),
        (
            ErrorKind::Other,
            "error:0A000410:SSL routines::ssl/tls alert handshake failure",
        ),
    ] {
        let error = io::Error::new(kind, text);
        assert_eq!(error.failure_kind(), FailureKind::NeverSent, "{error}");
        let error = ureq::Error::Io(error);
        assert_eq!(error.failure_kind(), FailureKind::NeverSent, "{error}");
    }
    let error = ureq::Error::Tls("handshake failed");
    assert_eq!(error.failure_kind(), FailureKind::NeverSent);
}

#[test]
fn a_word_in_a_url_is_no_broken_handshake() {
    let server = ScriptedServer::start([]);
    let url = format!("{}/handshake-failed", server.url());
    let error = block_on(reqwest_client().get(url).send()).expect_err("no answer");
    let error = io::Error::other(error);
    assert_eq!(error.failure_kind(), FailureKind::MaybeSent);
}

#[test]
fn a_refused_certificate_and_a_port_without_tls_are_not_tried_again() {
    for text in [
        "invalid peer certificate: UnknownIssuer",
        "invalid peer certificate: Expired",
        "received fatal alert: BadCertificate",
        "received corrupt message of type InvalidContentType",
        "error:0A000086:SSL routines::certificate verify failed",
        "error:0A00010B:SSL routines::wrong version number",
    ] {
        let error = io::Error::new(ErrorKind::InvalidData, text);
        assert_eq!(error.failure_kind(), FailureKind::Other, "{text}");
        let error = ureq::Error::Io(error);
        assert_eq!(error.failure_kind(), FailureKind::Other, "{text}");
    }
    for text in ["Rustls invalid dns name error", "No pem encoded cert found"] {
        assert_eq!(ureq::Error::Tls(text).failure_kind(), FailureKind::Other);
    }
}

#[test]
fn a_tunnel_that_the_proxy_rejects_is_not_asked_for_again() {
    for (status, attempts) in [(407, 1), (403, 1), (401, 1), (502, 3), (503, 3), (429, 3)] {
        let proxy = ScriptedServer::start([Reply::Status(status); 3]);
        let address = proxy.url().replace("/page", "");
        let agent = agent_with(Some(ureq::Proxy::new(&address).expect("a proxy")));
        let (error, made) = post(&agent, "http://name.invalid/");
        assert_eq!(made, attempts, "{status}: {error:?}");
        assert_eq!(proxy.requests(), vec!["CONNECT"; made as usize], "{status}");
    }
}

#[test]
fn a_scheme_that_the_client_does_not_speak_is_not_tried_again() {
    let server = ScriptedServer::start([Reply::Status(200); 3]);
    for url in [
        server.url().replace("http:", "https:"),
        server.url().replace("http:", "ftp:"),
    ] {
        let client = reqwest_client();
        let run = STAYS
            .call(Method::GET)
            .retry(|| client.get(&url).send())
            .timer(ManualClock::new())
            .report();
        let report = block_on(run.into_future());
        let error = report.outcome.expect_err("no TLS");
        assert_eq!(FailureKind::of(&error), FailureKind::Other, "{error:?}");
        assert_eq!(report.attempts, 1, "{url}");
        let (error, attempts) = post(&agent_with(None), &url);
        assert_eq!(attempts, 1, "{error:?}");
    }
}
