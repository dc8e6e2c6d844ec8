//! The layer for tower: for hyper's client, tonic and axum.

mod clone_request;
mod grpc_answer;
mod response_future;
mod retry_layer;
mod retry_service;
mod service_errors;

pub use self::{
    clone_request::{CloneRequest, Whole},
    response_future::ResponseFuture,
    retry_layer::RetryLayer,
    retry_service::RetryService,
    service_errors::{BoxError, Boxed, Own, ServiceErrors},
};
