//! Bodies that can be sent again, and those that are sent once.

use std::{
    cell::Cell,
    fs::File,
    io::{Read as _, Seek as _, Write as _},
};

use http::{Method, Request};
use retry_core::{
    StopReason,
    http::{PerRequest, UreqBody, UreqSession},
};
use retry_tests::{HTTP, Recorder, Reply, ScriptedServer, ureq_agent};
use ureq::SendBody;

use crate::client::{RequestRecord, as_it_is, play_with};

const FAILING: [Reply; 3] = [
    Reply::Status(503),
    Reply::DropAfterRequest,
    Reply::Status(200),
];

fn put<'b>(script: &[Reply], body: impl Into<UreqBody<'b>>) -> RequestRecord {
    play_with(ureq_agent(), HTTP, &Method::PUT, script, body, as_it_is)
}

/// Sends a reader of five bytes. It has a length, since the server does not know chunks.
fn put_five<'b>(script: &[Reply], body: impl Into<UreqBody<'b>>) -> RequestRecord {
    play_with(ureq_agent(), HTTP, &Method::PUT, script, body, |request| {
        request.header("content-length", "5")
    })
}

#[test]
fn text_and_bytes_are_sent_whole_with_each_attempt() {
    let text = "order".to_owned();
    let bytes = b"order".to_vec();
    let bodies = [
        UreqBody::from("order"),
        UreqBody::from(&text),
        UreqBody::from(text.clone()),
        UreqBody::from(b"order"),
        UreqBody::from(&bytes),
        UreqBody::from(&*bytes),
        UreqBody::from(bytes.clone()),
    ];
    for (row, body) in bodies.into_iter().enumerate() {
        let record = put(&FAILING, body);
        assert_eq!(record.status(), Some(200), "{row}");
        assert_eq!(record.requests.len(), 3, "{row}");
        assert_eq!(record.bodies, ["order"; 3], "{row}");
    }
    let record = put(&FAILING, ());
    assert_eq!(
        (record.status(), record.bodies),
        (Some(200), vec![String::new(); 3])
    );
}

#[test]
fn a_json_value_is_sent_with_each_attempt() {
    let value = serde_json::json!({ "item": 7 });
    let record = play_with(
        ureq_agent(),
        HTTP,
        &Method::PUT,
        &FAILING,
        value.to_string(),
        |request| request.header("content-type", "application/json"),
    );
    assert_eq!(record.status(), Some(200));
    assert_eq!(record.bodies, [r#"{"item":7}"#; 3]);
}

#[test]
fn a_body_from_a_closure_is_made_for_each_attempt() {
    let made = Cell::new(0);
    let body = UreqBody::from_fn(|| {
        made.set(made.get() + 1);
        Ok(SendBody::from_owned_reader(&b"order"[..]))
    });
    let record = put_five(&FAILING, body);
    assert_eq!((record.status(), made.get()), (Some(200), 3));
    assert_eq!(record.bodies, ["order"; 3]);

    let failing =
        UreqBody::from_fn(|| Err(std::io::Error::from(std::io::ErrorKind::NotFound).into()));
    let record = put(&FAILING, failing);
    assert!(matches!(record.result, Err(ureq::Error::Io(_))));
    assert_eq!(record.requests, [""; 0], "nothing was sent");
}

/// A file that contains an order.
fn file() -> File {
    let mut file = tempfile();
    file.write_all(b"order").expect("written");
    file.rewind().expect("rewound");
    file
}

/// A file without a name.
fn tempfile() -> File {
    let name = format!(
        "retry-tests-{}-{:?}",
        std::process::id(),
        std::thread::current().id()
    );
    let path = std::env::temp_dir().join(name);
    let file = File::options()
        .create_new(true)
        .read(true)
        .write(true)
        .open(&path)
        .expect("a new file");
    std::fs::remove_file(path).expect("the file can be removed");
    file
}

#[test]
fn a_reader_is_sent_once_and_the_report_says_why() {
    for script in [
        [Reply::Status(200)].as_slice(),
        &[Reply::Status(503), Reply::Status(200)],
    ] {
        let record = put(script, file());
        assert_eq!(record.bodies, ["order"], "it was not sent empty");
        let stop = if script.len() == 1 {
            StopReason::Accepted
        } else {
            StopReason::NotReplayable
        };
        assert_eq!((record.report().attempts, record.report().stop), (1, stop));
        assert_eq!(record.events.len(), script.len() - 1, "{:?}", record.events);
    }

    let reader = || SendBody::from_owned_reader(std::io::repeat(b'x').take(5));
    let record = put_five(&[Reply::Status(503), Reply::Status(200)], reader());
    assert_eq!(
        record.status(),
        Some(503),
        "a body that cannot be replayed is no error"
    );
    assert_eq!(record.report().stop, StopReason::NotReplayable);
    assert_eq!(
        record.events,
        ["PUT page #1: 503: request cannot be sent again"]
    );

    let record = put(&[Reply::DropAfterRequest, Reply::Status(200)], file());
    assert!(record.result.is_err());
    assert_eq!(record.bodies, ["order"]);
}

#[test]
fn a_request_of_the_http_crate_is_retried_too() {
    let server = ScriptedServer::start(FAILING);
    let session = UreqSession::new(ureq_agent(), Recorder::new().retry(HTTP));
    let request = Request::put(server.url()).body("order").expect("a request");
    let request = session.agent().configure_request(request);
    let request = request.max_redirects(0).build();
    let response = session.run(request).expect("a response");
    assert_eq!(response.status(), 200);
    assert_eq!(server.bodies(), ["order"; 3]);
}

#[test]
fn the_settings_of_a_request_make_its_body_again() {
    let order = || Ok(SendBody::from_owned_reader(&b"order"[..]));
    let ran = play_with(ureq_agent(), HTTP, &Method::PUT, &FAILING, (), |request| {
        request
            .header("content-length", "5")
            .extension(PerRequest::new().body_from(order))
    });
    assert_eq!((ran.status(), ran.bodies.len()), (Some(200), 3));
    assert_eq!(ran.bodies, ["order"; 3]);

    let script = [Reply::Status(200)];
    let ran = play_with(ureq_agent(), HTTP, &Method::PUT, &script, (), |request| {
        request.extension(PerRequest::never().body_from(|| Ok("order")))
    });
    let error = ran.result.expect_err("refused").to_string();
    assert!(error.contains("makes a `&str`"), "{error}");
    assert_eq!(ran.requests, [""; 0], "and never an empty body");
}
