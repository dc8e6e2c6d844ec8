use core::{
    future::{Future, IntoFuture, poll_fn},
    ops::ControlFlow,
    pin::pin,
};
use std::boxed::Box;

use async_trait::async_trait;
use http::Extensions;
use reqwest::{Request, Response};
use reqwest_middleware::{Error, Middleware, Next, Result};

use super::{ClientError, FailureKind, HttpError, HttpRetry, PerRequest};
use crate::time::AsyncTimer;

/// A discarded answer that is longer costs more to read than a new connection.
const LONGEST_REST: usize = 64 * 1024;

/// For the client of `reqwest-middleware` (feature `reqwest-middleware`).
///
/// A request says what it wants by a [`PerRequest`] among its extensions. The
/// [`HttpReport`](super::HttpReport) is among those of the response; who keeps the request's own
/// extensions (`execute_with_extensions`) finds it there too, also beside an error. The error is the
/// client's own, or an [`HttpError`] where the policy raises on a status.
///
/// A body that is a stream is sent once, and the report says why there was no other attempt. A body that
/// breaks off while the caller reads it is past the middleware: to retry reading too, take the plain
/// client, and send, [`check`](super::check) and read in one [`retry`](crate::retry()).
///
/// Middlewares that are added after it run with each attempt, those before it once. The client's own
/// limits (`timeout`, `read_timeout`) are those of an attempt; without them it takes as long as the server
/// does. What is mounted is looked for by the URL that the request was given: redirects that reqwest
/// follows belong to the attempt.
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
        let Some(mut exchange) = self.begin(&mut request, extensions.get::<PerRequest>()) else {
            return next.run(request, extensions).await;
        };
        loop {
            while let Some(pause) = exchange.before() {
                pause.await;
            }
            let spare = request.try_clone();
            if spare.is_none() {
                exchange = exchange.not_replayable();
            }
            let outcome = next.clone().run(request, extensions).await;
            let follows = match &outcome {
                Ok(response) => exchange.answered(response),
                Err(error) => exchange.failed(error.failure_kind(), error),
            };
            match (follows, spare) {
                (ControlFlow::Continue(pause), Some(spare)) => {
                    wait_and_drain(pause, outcome.ok()).await;
                    request = spare;
                }
                // An exchange that cannot be replayed has no pause.
                (ControlFlow::Continue(_), None) => return outcome,
                (ControlFlow::Break(report), _) => {
                    extensions.insert(report);
                    let mut response = outcome?;
                    response.extensions_mut().insert(report);
                    return exchange.conclude(response, &report);
                }
            }
        }
    }
}

/// Waits, and meanwhile reads what is left of the discarded answer: a connection can be used again when
/// it was read to its end, and is closed when it was not.
async fn wait_and_drain(pause: impl IntoFuture, discarded: Option<Response>) {
    let mut pause = pin!(pause.into_future());
    let mut draining = pin!(drain(discarded));
    let mut is_drained = false;
    poll_fn(|cx| {
        is_drained = is_drained || draining.as_mut().poll(cx).is_ready();
        pause.as_mut().poll(cx).map(drop)
    })
    .await;
}

async fn drain(discarded: Option<Response>) {
    let Some(mut response) = discarded else {
        return;
    };
    let mut left = LONGEST_REST;
    while let Ok(Some(chunk)) = response.chunk().await {
        match left.checked_sub(chunk.len()) {
            Some(less) => left = less,
            None => return,
        }
    }
}

/// Its `source` skips the client's error.
impl ClientError for Error {
    fn failure_kind(&self) -> FailureKind {
        match self {
            Self::Reqwest(error) => error.failure_kind(),
            Self::Middleware(error) => FailureKind::of(&**error),
        }
    }
}

/// So that `?` on [`check`](super::check) works in functions that return the middleware's error.
impl From<HttpError> for Error {
    fn from(error: HttpError) -> Self {
        Self::middleware(error)
    }
}
