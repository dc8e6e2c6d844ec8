use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use http::{Method, Request};
use retry_core::http::{ClientError as _, UreqBody, UreqSession};
use ureq::{Agent, SendBody, middleware::MiddlewareNext};

use crate::{
    call::{ATTEMPT, CONNECT, Call, End, Kind, Site},
    observer::Observer,
    request::body_of,
};

/// How many threads make calls.
const CALLERS: usize = 6;

/// Makes all these calls through a session of ureq. A thread that waits for a response cannot be stopped.
pub(crate) fn make(site: &Site, observer: &Observer, calls: &[Call]) -> Vec<(Call, End)> {
    let session = UreqSession::new(agent(observer.clone()), observer.retry(site));
    let next = AtomicUsize::new(0);
    let make_calls = || {
        let mut ends = Vec::new();
        while let Some(&call) = calls.get(next.fetch_add(1, Ordering::Relaxed)) {
            ends.push((call, send(&session, site, call)));
        }
        ends
    };
    thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS).map(|_| scope.spawn(make_calls)).collect();
        let ends = callers
            .into_iter()
            .map(|caller| caller.join().expect("no panic"));
        ends.flatten().collect()
    })
}

fn agent(observer: Observer) -> Agent {
    let count = move |request: Request<SendBody<'_>>, next: MiddlewareNext<'_>| {
        observer.count_resends(request.extensions());
        next.handle(request)
    };
    Agent::config_builder()
        .proxy(None)
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(ATTEMPT))
        .timeout_connect(Some(CONNECT))
        .middleware(count)
        .build()
        .into()
}

fn send(session: &UreqSession, site: &Site, call: Call) -> End {
    let url = site.url(call);
    let sent = match call.kind {
        Kind::Get => session.request(Method::GET, url).call(),
        Kind::Keyed | Kind::Plain => {
            let body = UreqBody::from(body_of(call.number));
            session.request(Method::POST, url).send(body)
        }
    };
    match sent {
        Ok(mut response) => {
            let status = response.status().as_u16();
            let body = response.body_mut().read_to_string();
            End::answered(call, status, body.ok().as_deref())
        }
        Err(error) => End::Failed(error.failure_kind()),
    }
}
