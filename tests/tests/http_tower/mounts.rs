//! Which policy applies to a request: the mounted one, or that of the request itself.

use http::Method;
use retry_core::http::{HttpReport, Mounts, PerRequest};
use retry_tests::{HTTP, Reply};

use crate::client::{as_it_is, play};

#[test]
fn requests_outside_of_all_mounts_are_never_retried() {
    let elsewhere = Mounts::new().mount("https://api.example.com/", HTTP.make_keys(true));
    let script = [Reply::Status(503), Reply::Status(200)];
    let record = play(elsewhere.clone(), &Method::POST, &script, as_it_is);
    assert_eq!(record.status(), Some(503));
    assert_eq!(record.requests, ["POST"], "without a key");
    let response = record.result.expect("a response");
    assert!(response.extensions().get::<HttpReport>().is_none());

    let record = play(elsewhere, &Method::GET, &script, |request| {
        request.extensions_mut().insert(PerRequest::with(HTTP));
    });
    assert_eq!(record.status(), Some(200), "unless it asks for it");

    let record = play(HTTP, &Method::GET, &script, |request| {
        request.extensions_mut().insert(PerRequest::never());
    });
    assert_eq!(record.requests.len(), 1);
}
