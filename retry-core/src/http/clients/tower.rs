//! A layer for tower: for hyper's client, tonic and axum.

mod concluding;
mod grpc_response;
mod hedged_layer;
mod http_run;
mod request_call;
mod request_copy;
mod retry_layer;
mod service_errors;

pub use self::{
    concluding::Concluding,
    hedged_layer::{HedgedLayer, HedgedService},
    http_run::HttpRun,
    request_call::{RequestCall, RequestSending},
    request_copy::RequestCopy,
    retry_layer::{ResponseFuture, RetryLayer, RetryService},
    service_errors::{BoxError, Boxed, ServiceErrors, Unboxed},
};
