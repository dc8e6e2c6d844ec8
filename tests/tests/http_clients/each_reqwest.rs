//! What only reqwest's own types do, the same for both versions.

use http::{Method, StatusCode};
use retry_core::{
    CausedBy as _, Retryable, Verdict,
    http::{FailureKind, HttpError, HttpPolicy, HttpRequest as _, Target, check_body},
    retry, testing,
    testing::ManualClock,
};
use retry_tests::{
    BoxError, HTTP, RefusingPort, Reply, ScriptedServer, block_on, reqwest_012_client,
    reqwest_client,
};

const RAISES: HttpPolicy = HTTP.raise_on_status(true);

fn is_busy(kind: FailureKind) -> bool {
    matches!(
        kind,
        FailureKind::Answered(answer) if answer.status() == StatusCode::SERVICE_UNAVAILABLE
    )
}

macro_rules! of_version {
    ($name:ident, $reqwest:ident, $client:ident) => {
        mod $name {
            use super::*;

            #[test]
            fn the_last_response_becomes_the_clients_own_error() {
                let client = $client();
                let last = |policy: &HttpPolicy| {
                    let server = ScriptedServer::start([503; 3].map(Reply::Status));
                    let run = policy
                        .call(Method::GET)
                        .retry(|| client.get(server.url()).send())
                        .timer(ManualClock::new());
                    let last: $reqwest::Result<_> = block_on(run.into_future());
                    assert_eq!(server.requests(), ["GET"; 3]);
                    last
                };
                let raised = last(&RAISES).expect_err("raised");
                assert_eq!(raised.status().map(|status| status.as_u16()), Some(503));
                assert!(is_busy(FailureKind::of(&raised)));
                assert_eq!(last(&HTTP).expect("returned").status(), 503);
            }

            #[test]
            fn a_status_that_is_no_error_for_the_client_is_returned() {
                const POLL: HttpPolicy = RAISES.statuses([202]);
                let server = ScriptedServer::start([202; 3].map(Reply::Status));
                let client = $client();
                let last = block_on(
                    POLL.call(Method::GET)
                        .retry(|| client.get(server.url()).send())
                        .timer(ManualClock::new())
                        .into_future(),
                );
                assert_eq!(last.expect("returned").status(), 202);
                assert_eq!(server.requests(), ["GET"; 3]);
            }

            #[test]
            fn a_post_whose_redirect_is_refused_is_sent_once() {
                let port = RefusingPort::take();
                let location: &str = format!("location: {}", port.url()).leak();
                let client = $client();
                for wrap in [false, true] {
                    let server =
                        ScriptedServer::start([Reply::With(303, vec![location].leak()); 3]);
                    let run = retry(|| async {
                        let sent = client.post(server.url()).body("order").send().await;
                        sent.map_err(|error| -> BoxError {
                            if wrap {
                                HttpError::from(error).into()
                            } else {
                                error.into()
                            }
                        })
                    });
                    let run = run.on(HTTP.call(Method::POST).errors());
                    block_on(run.timer(ManualClock::new()).into_future()).expect_err("refused");
                    assert_eq!(server.requests(), ["POST"]);
                }
            }

            /// Where no connection is made, another attempt may help, however the error is wrapped.
            #[test]
            fn a_refused_connection_is_found_in_every_wrapping() {
                let port = RefusingPort::take();
                let refused = || block_on($client().get(port.url()).send()).expect_err("refused");
                assert_eq!(Retryable::verdict(&refused()), Verdict::Retry);
                assert_eq!(FailureKind::of(&refused()), FailureKind::NeverSent);
                assert_eq!(HttpError::from(refused()).kind(), FailureKind::NeverSent);
                let wrapped = std::io::Error::other(refused());
                assert_eq!(FailureKind::of(&wrapped), FailureKind::NeverSent);
                assert!(wrapped.caused_by::<$reqwest::Error>().is_some());
                let message = HttpError::from(refused()).to_string();
                assert!(message.contains(&port.url()), "{message}");
            }

            #[test]
            fn a_rejected_body_is_kept() {
                let server = ScriptedServer::start([Reply::Status(404)]);
                let error = block_on(async {
                    let response = $client().get(server.url()).send().await.expect("a head");
                    check_body(response).await.expect_err("rejected")
                });
                assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
                assert_eq!(error.body(), Some(&b"body"[..]));
            }

            #[retry(http = HTTP.call(Method::GET))]
            async fn page(
                client: &$reqwest::Client,
                url: &str,
            ) -> Result<$reqwest::Response, $reqwest::Error> {
                client.get(url).send().await
            }

            #[test]
            fn the_attribute_takes_the_clients_own_types() {
                let _guard = testing::no_waits();
                let server = ScriptedServer::start([Reply::Status(503), Reply::Status(200)]);
                let response = block_on(page(&$client(), &server.url()));
                assert_eq!(response.expect("a response").status(), 200);
                assert_eq!(server.requests(), ["GET"; 2]);
            }

            #[test]
            fn a_request_says_where_it_goes() {
                let client = $client();
                let request = client
                    .post("http://example.com:81/a?b")
                    .header("x", "1")
                    .build();
                let mut request = request.expect("a request");
                assert_eq!(request.url_text(), "http://example.com:81/a?b");
                assert_eq!(request.method(), Method::POST);
                let url = request.url().clone();
                let target = format!("{:?}", Target::from(&url));
                assert_eq!(format!("{:?}", request.target()), target);
                assert_eq!(request.headers_mut().remove("x").expect("a header"), "1");
            }
        }
    };
}

of_version!(v0_12, reqwest_012, reqwest_012_client);
of_version!(v0_13, reqwest, reqwest_client);
