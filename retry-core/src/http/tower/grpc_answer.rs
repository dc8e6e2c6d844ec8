use http::{HeaderMap, HeaderValue, Response, StatusCode, header::CONTENT_TYPE};

use crate::http::{HttpResponse, hint::forbids_retry};

/// A response as the rules see it: with the status that HTTP has for what gRPC says under 200.
///
/// gRPC retries only what has failed before any answer began; such a response has its status in the
/// head (gRFC A6; "Trailers-Only" in the protocol's description). A status behind messages comes too
/// late, for gRPC's own clients too.
pub(super) struct GrpcAnswer<'r, R>(pub(super) &'r Response<R>);

impl<R> GrpcAnswer<'_, R> {
    fn is_grpc(&self) -> bool {
        let content_type = self.0.headers().get(CONTENT_TYPE);
        content_type.is_some_and(|value| value.as_bytes().starts_with(b"application/grpc"))
    }
}

impl<R> HttpResponse for GrpcAnswer<'_, R> {
    fn status(&self) -> StatusCode {
        let status = self.0.status();
        let headers = self.0.headers();
        match headers.get("grpc-status").map(HeaderValue::as_bytes) {
            _ if status != StatusCode::OK || !self.is_grpc() || forbids_retry(headers) => status,
            // RESOURCE_EXHAUSTED and UNAVAILABLE, by the table of google.rpc.Code.
            Some(b"8") => StatusCode::TOO_MANY_REQUESTS,
            Some(b"14") => StatusCode::SERVICE_UNAVAILABLE,
            _ => status,
        }
    }

    fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }
}
