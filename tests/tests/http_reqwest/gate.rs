//! A gate before the URLs of a client.

use reqwest_middleware::ClientBuilder;
use retry_core::{
    http::{Gate, HttpRetry},
    testing::ManualClock,
};
use retry_tests::{Reply, ScriptedServer};

use super::session::{HTTP, block_on, plain_client};

#[test]
fn it_holds_the_calls_that_come_after() {
    let clock = ManualClock::new();
    let retry = HttpRetry::new(HTTP.policy(HTTP.as_policy().attempts(1)))
        .gate("", Gate::new())
        .timer(clock.clone());
    let client = ClientBuilder::new(plain_client()).with(retry).build();
    let server =
        ScriptedServer::start([Reply::With(429, &["retry-after: 30"]), Reply::Status(200)]);
    let send = || block_on(client.get(server.url()).send()).expect("a response");
    assert_eq!((send().status().as_u16(), clock.waits()), (429, vec![]));
    assert_eq!(send().status(), 200);
    let waits = clock.waits();
    assert_eq!(waits.len(), 1);
    assert!((30.0..=33.0).contains(&waits[0].as_secs_f64()), "{waits:?}");
}
