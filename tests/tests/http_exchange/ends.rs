//! What the hook of the end gets, and the names in events.

use core::time::Duration;
use std::sync::{Arc, Mutex};

use retry_core::{
    StopReason,
    http::{HttpEvent, HttpRetry, PerRequest},
};

use crate::{
    HTTP,
    client::{
        Attempt::{Asks, Status},
        Client, RESET,
    },
    get, post, with_extension,
};

type Log = Arc<Mutex<Vec<String>>>;

/// A client that logs what its hooks get.
fn client() -> (Client, Log) {
    let log = Log::default();
    let hook = |hook: &'static str| {
        let log = Arc::clone(&log);
        move |event: &HttpEvent<'_>| {
            log.lock().expect("no panic").push(format!(
                "{hook} {:?} #{} {:?} {:?} at {:?}: delay {:?}, hint {:?}, {:?}, recovered {}",
                event.name(),
                event.attempt(),
                event.status().map(|status| status.as_u16()),
                event.kind(),
                event.elapsed(),
                event.delay(),
                event.hint(),
                event.reason(),
                event.recovered(),
            ));
        }
    };
    let mut client = Client::new(HTTP);
    let retry = HttpRetry::new(HTTP)
        .name("items")
        .on_retry(hook("retry"))
        .on_stop(hook("stop"))
        .on_end(hook("end"));
    client.retry = retry.timer(client.clock.clone());
    (client, log)
}

fn take(log: &Log) -> Vec<String> {
    std::mem::take(&mut *log.lock().expect("no panic"))
}

#[test]
fn the_hook_of_the_end_gets_each_end_and_successes_too() {
    let (client, log) = client();
    client.send(get(), &[Status(200)]);
    assert_eq!(
        take(&log),
        [
            r#"end Some("items") #1 Some(200) None at 5ms: delay None, hint None, Some(Accepted), recovered false"#
        ]
    );

    client.send(get(), &[RESET, Asks(429, "7"), Status(200)]);
    assert_eq!(
        take(&log),
        [
            r#"retry Some("items") #1 None Some(MaybeSent) at 5ms: delay Some(100ms), hint None, None, recovered false"#,
            r#"retry Some("items") #2 Some(429) None at 110ms: delay Some(7s), hint Some(7s), None, recovered false"#,
            r#"end Some("items") #3 Some(200) None at 7.115s: delay None, hint None, Some(Accepted), recovered true"#,
        ]
    );

    client.send(get(), &[Asks(503, "61")]);
    let asked = "Some(HintTooLong { asked: 61s, limit: 60s })";
    assert_eq!(
        take(&log),
        ["stop", "end"].map(|hook| format!(
            r#"{hook} Some("items") #1 Some(503) None at 5ms: delay None, hint Some(61s), {asked}, recovered false"#
        ))
    );

    client.send_once(get(), &[RESET]);
    assert_eq!(
        take(&log),
        ["stop", "end"].map(|hook| format!(
            r#"{hook} Some("items") #1 None Some(MaybeSent) at 5ms: delay None, hint None, Some(NotReplayable), recovered false"#
        ))
    );

    client.send(post(), &[Status(503)]);
    assert_eq!(
        take(&log),
        ["stop", "end"].map(|hook| format!(
            r#"{hook} Some("items") #1 Some(503) None at 5ms: delay None, hint None, Some(NotRetryable), recovered false"#
        ))
    );
}

#[test]
fn a_request_can_have_a_name_of_its_own() {
    let (client, log) = client();
    let named = with_extension(get(), PerRequest::new().name("item 7"));
    client.send(named, &[Status(200)]);
    let lines = take(&log);
    assert!(
        lines[0].starts_with(r#"end Some("item 7") #1"#),
        "{lines:?}"
    );

    let unnamed = HttpRetry::new(HTTP).on_end(|event| assert_eq!(event.name(), None));
    let mut request = get();
    let mut exchange = unnamed.begin(&mut request, None).expect("mounted");
    let end = exchange.answered(&retry_tests::response(200, &[]));
    let report = end.break_value().expect("accepted");
    assert_eq!(report.stop, StopReason::Accepted);
    assert_eq!(report.waited, Duration::ZERO);
}
