use http::{Extensions, HeaderMap, HeaderValue, Response, StatusCode, header::CONTENT_TYPE};

use crate::http::{
    adapter::ReportedResponse,
    response::{HttpResponse, forbids_retry},
};

/// A response whose gRPC status under 200 is translated to the status that HTTP has for it.
///
/// gRPC retries a call only if it failed before any message came. Then the gRPC status is in the headers
/// (gRFC A6; "Trailers-Only" in the protocol's description). After a message it is in the trailers, which
/// is too late for a retry.
#[derive(Debug)]
pub struct GrpcResponse<R>(pub(super) Response<R>);

impl<R> GrpcResponse<R> {
    fn is_grpc(&self) -> bool {
        let content_type = self.0.headers().get(CONTENT_TYPE);
        content_type.is_some_and(|value| value.as_bytes().starts_with(b"application/grpc"))
    }
}

#[diagnostic::do_not_recommend]
impl<R> HttpResponse for GrpcResponse<R> {
    fn status(&self) -> StatusCode {
        let status = self.0.status();
        let headers = self.0.headers();
        match headers.get("grpc-status").map(HeaderValue::as_bytes) {
            _ if status != StatusCode::OK || !self.is_grpc() || forbids_retry(headers) => status,
            // RESOURCE_EXHAUSTED and UNAVAILABLE, as google.rpc.Code maps them to HTTP.
            Some(b"8") => StatusCode::TOO_MANY_REQUESTS,
            Some(b"14") => StatusCode::SERVICE_UNAVAILABLE,
            _ => status,
        }
    }

    fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }
}

impl<R> ReportedResponse for GrpcResponse<R> {
    fn extensions_mut(&mut self) -> &mut Extensions {
        self.0.extensions_mut()
    }

    // An error has the status that was sent.
    fn received(&self) -> &impl HttpResponse {
        &self.0
    }
}
