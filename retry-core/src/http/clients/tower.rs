//! A layer for tower: for hyper's client, tonic and axum.

mod clone_request;
mod grpc_response;
mod response_future;
mod retry_layer;
mod retry_service;
mod service_errors;

pub use self::{
    clone_request::{CloneAll, CloneRequest},
    response_future::ResponseFuture,
    retry_layer::RetryLayer,
    retry_service::RetryService,
    service_errors::{BoxError, Boxed, ServiceErrors, Unboxed},
};
