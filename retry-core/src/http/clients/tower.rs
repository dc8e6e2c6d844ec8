//! A layer for tower: for hyper's client, tonic and axum.

mod grpc_response;
mod http_run;
mod request_copy;
mod retry_layer;
mod service_errors;

pub use self::{
    http_run::HttpRun,
    request_copy::RequestCopy,
    retry_layer::{ResponseFuture, RetryLayer, RetryService},
    service_errors::{BoxError, Boxed, ServiceErrors, Unboxed},
};
