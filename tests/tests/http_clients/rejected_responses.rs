//! What the error of a rejected response keeps: its hint, the start of its body, and the URL.

use std::{
    fmt::Write as _,
    io::{Read as _, Write as _},
    net::TcpListener,
    thread,
};

use http::{Method, StatusCode};
use http_body_util::Full;
use retry_core::{
    http::{HttpError, check, check_body, check_body_blocking, ureq_agent as keeping_agent},
    testing::ManualClock,
};
use retry_tests::{
    HTTP, RefusingPort, Reply, SECOND, ScriptedServer, block_on, reqwest_client, response,
    ureq_agent,
};

/// Serves one connection: answers with 404 and a body of this length, of which `sent` bytes come.
fn serve(length: usize, sent: usize) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/page", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        let (mut connection, _) = listener.accept().expect("a connection");
        let mut answer = String::new();
        let _ = write!(answer, "HTTP/1.1 404 X\r\ncontent-length: {length}\r\n\r\n");
        answer += &"x".repeat(sent);
        let _ = connection
            .read(&mut [0; 4096])
            .and_then(|_| connection.write_all(answer.as_bytes()));
    });
    url
}

/// The length of the body that the error keeps, by reqwest and by ureq.
fn kept(length: usize, sent: usize) -> [Option<usize>; 2] {
    let by_reqwest = block_on(async {
        let response = reqwest_client().get(serve(length, sent)).send().await;
        check_body(response.expect("a head"))
            .await
            .expect_err("404")
    });
    let response = ureq_agent().get(serve(length, sent)).call();
    let by_ureq = check_body_blocking(response.expect("a head")).expect_err("404");
    [by_reqwest, by_ureq].map(|error| {
        assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
        error.body().map(<[u8]>::len)
    })
}

#[test]
fn check_body_keeps_the_first_8_kib() {
    assert_eq!(kept(0, 0), [Some(0); 2]);
    assert_eq!(kept(100, 100), [Some(100); 2]);
    assert_eq!(kept(8192, 8192), [Some(8192); 2]);
    assert_eq!(kept(100_000, 100_000), [Some(8192); 2]);
}

#[test]
fn of_a_body_that_breaks_off_what_came_is_kept() {
    assert_eq!(kept(100, 40), [Some(40); 2]);
}

#[test]
fn check_body_reads_the_bodies_of_hyper() {
    let response = response(500, &[("retry-after", "5")]).map(|()| Full::new(&b"out of paper"[..]));
    let error = block_on(check_body(response)).expect_err("rejected");
    assert_eq!(error.body(), Some(&b"out of paper"[..]));
    assert_eq!(error.retry_after(), Some(SECOND * 5));
    let accepted = retry_tests::response(200, &[]).map(|()| Full::new(&b"page"[..]));
    assert_eq!(
        block_on(check_body(accepted)).expect("accepted").status(),
        200
    );
}

#[test]
fn check_body_is_retried_with_its_request() {
    let server = ScriptedServer::start([503; 3].map(Reply::Status));
    let client = reqwest_client();
    let run = HTTP.call(Method::GET).retry_checked(|| async {
        let response = client.get(server.url()).send().await?;
        Ok::<_, HttpError>(check_body(response).await?.text().await?)
    });
    let error = block_on(run.timer(ManualClock::new()).into_future()).expect_err("busy");
    assert_eq!(error.body(), Some(&b"body"[..]));
    assert_eq!(server.requests(), ["GET"; 3]);
}

#[test]
fn messages_name_the_url_without_what_may_be_secret() {
    let server = ScriptedServer::start([404; 3].map(Reply::Status));
    let secret = format!("{}?token=7#part", server.url()).replace("http://", "http://user:word@");
    let client = reqwest_client();
    let by_reqwest =
        block_on(async { check(client.get(&secret).send().await.expect("a response")) });
    let shown = format!("the server answered 404 Not Found: {}", server.url());
    assert_eq!(by_reqwest.expect_err("404").to_string(), shown);

    let response = keeping_agent()
        .get(format!("{}?token=7", server.url()))
        .call();
    let by_ureq = check(response.expect("a response")).expect_err("404");
    let shown = format!("the server answered 404 Not Found: GET {}", server.url());
    assert_eq!(by_ureq.to_string(), shown);

    let port = RefusingPort::take();
    let url = format!("{}?token=7", port.url());
    let refused = block_on(client.get(url).send()).expect_err("refused");
    let shown = format!("the request never reached the server: {}", port.url());
    assert_eq!(HttpError::from(refused).to_string(), shown);
}

#[test]
fn an_agent_that_returns_each_response_keeps_the_hint() {
    let clock = ManualClock::new();
    let server = ScriptedServer::start([
        Reply::With(503, &["Retry-After: 7"]),
        Reply::With(404, &["Retry-After: 8"]),
    ]);
    let agent = keeping_agent();
    let error = HTTP
        .call(Method::GET)
        .retry_checked(|| {
            let mut response = check(agent.get(server.url()).call()?)?;
            Ok::<_, HttpError>(response.body_mut().read_to_string()?)
        })
        .timer(&clock)
        .call()
        .expect_err("404");
    assert_eq!(clock.waits(), [SECOND * 7]);
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.retry_after(), Some(SECOND * 8));
}
