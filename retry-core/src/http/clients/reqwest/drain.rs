use core::{
    future::{Future, IntoFuture, poll_fn},
    pin::pin,
};

use reqwest::Response;

/// A longer body takes more time to read than a new connection takes to open. In bytes.
const LONGEST_BODY: usize = 64 * 1024;

/// Waits, and meanwhile reads the rest of the discarded response: a connection can only be used again
/// when its last response was read to the end.
pub(super) async fn wait_and_drain(pause: impl IntoFuture, discarded: Option<Response>) {
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
    let mut left = LONGEST_BODY;
    while let Ok(Some(chunk)) = response.chunk().await {
        match left.checked_sub(chunk.len()) {
            Some(less) => left = less,
            None => return,
        }
    }
}
