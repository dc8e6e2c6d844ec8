use core::{future::poll_fn, pin::pin};
use std::vec::Vec;

use http::Response;
use hyper::body::{Body, Buf as _};

use crate::http::failure::ReadBody;

/// For the bodies of hyper, tower and axum.
impl<B> ReadBody for Response<B>
where
    B: Body<Data: Send> + Send,
{
    async fn read_start(self, limit: usize) -> Vec<u8> {
        let mut body = pin!(self.into_body());
        let mut start = Vec::new();
        while start.len() < limit {
            let Some(Ok(frame)) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await else {
                break;
            };
            let Ok(mut data) = frame.into_data() else {
                continue;
            };
            while data.has_remaining() {
                let length = data.chunk().len();
                start.extend_from_slice(data.chunk());
                data.advance(length);
            }
        }
        start
    }
}
