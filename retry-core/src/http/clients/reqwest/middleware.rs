use core::{
    future::{Future, poll_fn},
    ops::ControlFlow,
    pin::pin,
};
use std::{boxed::Box, io};

use async_trait::async_trait;
use http::Extensions;
use reqwest::{Body, Request, Response};
use reqwest_middleware::{Error, Middleware, Next, Result};

use super::drain::wait_and_drain;
use crate::{
    http::{
        adapter::{Exchange, HttpRetry, NextStep, ReportedResponse},
        failure::{ClientError as _, HttpError, ReadBody as _},
        request::{BodySource, PerRequest},
    },
    time::{AsyncTimer, Clock},
};

/// A middleware for the client of `reqwest-middleware` (feature `reqwest-middleware`).
///
/// A request can have settings of its own: a [`PerRequest`] in its extensions. The
/// [`HttpReport`](crate::http::HttpReport) is in the extensions of the response. A caller who keeps the
/// extensions of the request (`execute_with_extensions`) finds it there too, also after an error. The
/// error is the client's own, or an [`HttpError`] with the start of the body if the policy raises on a status.
/// A request that is sent again has its [`ResendCount`](crate::http::ResendCount) there.
///
/// A body that is a stream is sent once, unless [`PerRequest::body_from`] makes it again for each attempt; the
/// report then says why no other attempt followed. The
/// middleware does not see a body that breaks off while the caller reads it. To retry reading too, use the
/// plain client, and send, [`check`](crate::http::check) and read in one [`retry`](crate::retry()).
///
/// Middlewares that are added after this one run for each attempt, those added before it run once. The
/// client's own limits (`timeout`, `read_timeout`) apply to each attempt; without them an attempt has no
/// limit. The policy is chosen by the URL of the request. Redirects that reqwest follows are part of the
/// attempt.
///
/// ```
/// use retry_core::http::{HttpPolicy, HttpReport, HttpRetry, Mounts, PerRequest};
/// use reqwest_middleware::ClientBuilder;
///
/// # #[cfg(any())]
/// const HTTP: HttpPolicy = HttpPolicy::new();
/// # use std::io::{Read as _, Write as _};
/// # use retry_core::{Backoff, Policy};
/// # const HTTP: HttpPolicy = HttpPolicy::new()
/// #     .policy(Policy::new().backoff(Backoff::constant(core::time::Duration::from_millis(1))));
/// # let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
/// # let api = format!("http://{}/", listener.local_addr()?);
/// # let server = std::thread::spawn(move || {
/// #     for status in [503, 200, 503] {
/// #         let mut connection = listener.accept().unwrap().0;
/// #         connection.read(&mut [0; 1024]).unwrap();
/// #         let head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
/// #         connection.write_all(head.as_bytes()).unwrap();
/// #     }
/// # });
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn run(api: String) -> Result<(), Box<dyn std::error::Error>> {
/// let retry = HttpRetry::new(Mounts::new().mount(&api, HTTP));
/// # let client = reqwest::Client::builder().no_proxy().build()?;
/// # #[cfg(any())]
/// let client = reqwest::Client::new();
/// let client = ClientBuilder::new(client).with(retry).build();
///
/// let response = client.get(&api).send().await?;
/// assert_eq!(response.status(), 200);
/// assert_eq!(response.extensions().get::<HttpReport>().unwrap().attempts, 2);
///
/// let response = client.get(&api).with_extension(PerRequest::never()).send().await?;
/// assert_eq!(response.status(), 503);
/// # Ok(())
/// # }
/// # run(api)?;
/// # server.join().unwrap();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[async_trait]
impl<T> Middleware for HttpRetry<T>
where
    T: AsyncTimer<Sleep: Send> + Clone + Send + Sync + 'static,
{
    async fn handle(
        &self,
        mut request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> Result<Response> {
        let settings = extensions.get::<PerRequest>();
        let exchange = self.begin(&mut request, settings);
        let body = settings.and_then(|settings| settings.body.clone());
        if body.is_some() {
            *request.body_mut() = None;
        }
        let Some(mut exchange) = exchange else {
            return send(request, body.as_ref(), extensions, next).await;
        };
        loop {
            while let Some(pause) = exchange.before() {
                pause.await;
            }
            if let Err(open) = exchange.ask() {
                match exchange.refused(open) {
                    ControlFlow::Continue(pause) => pause.await,
                    ControlFlow::Break(report) => {
                        extensions.insert(report);
                        return Err(Error::middleware(open));
                    }
                }
                continue;
            }
            let copy = request.try_clone();
            exchange.begin_attempt(extensions);
            let attempt = send(request, body.as_ref(), extensions, next.clone());
            let outcome = inside(&exchange, attempt).await;
            match exchange.after(outcome, || copy, |error| (error.failure_kind(), error)) {
                NextStep::SendAgain {
                    pause,
                    request: copy,
                    discarded,
                } => {
                    wait_and_drain(pause, discarded).await;
                    request = copy;
                }
                NextStep::Return { outcome, report } => {
                    extensions.insert(report);
                    let response = outcome?;
                    return match exchange.raised(&response, &report) {
                        None => Ok(response),
                        Some(error) => {
                            let body = response.read_start(HttpError::MAX_BODY).await;
                            Err(error.with_body(body).into())
                        }
                    };
                }
            }
        }
    }
}

/// Sends a request, with a body that is made now if there is a closure for it.
async fn send(
    mut request: Request,
    body: Option<&BodySource>,
    extensions: &mut Extensions,
    next: Next<'_>,
) -> Result<Response> {
    if let Some(body) = body {
        make_body(&mut request, body).map_err(Error::middleware)?;
    }
    next.run(request, extensions).await
}

/// Polls an attempt inside of its span, and so that runs in it are nested.
async fn inside<T, F>(exchange: &Exchange<T>, attempt: F) -> F::Output
where
    T: Clock + Clone,
    F: Future,
{
    let mut attempt = pin!(attempt);
    poll_fn(|cx| {
        let _inside = exchange.inside();
        attempt.as_mut().poll(cx)
    })
    .await
}

fn make_body(request: &mut Request, source: &BodySource) -> io::Result<()> {
    if let Some(body) = source.make::<Body>() {
        *request.body_mut() = Some(body?);
        return Ok(());
    }
    let made = source.make::<Request>();
    let mut made = made.unwrap_or_else(|| Err(source.mismatch("reqwest::Body")))?;
    // Those that say what the body is: a form has a new boundary each time.
    for name in made.headers().keys() {
        request.headers_mut().remove(name);
    }
    for (name, value) in made.headers() {
        request.headers_mut().append(name, value.clone());
    }
    *request.body_mut() = made.body_mut().take();
    Ok(())
}

impl ReportedResponse for Response {
    fn extensions_mut(&mut self) -> &mut Extensions {
        self.extensions_mut()
    }
}
