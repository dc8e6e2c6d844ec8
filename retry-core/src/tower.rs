//! Retries for any service of tower (feature `tower`).
//!
//! | where | write |
//! |---|---|
//! | around a service | a [`RetryLayer`] |
//! | where a builder takes a `tower::retry::Policy` | a `TowerPolicy` (feature `tower-policy`) |
//! | over HTTP | an [`HttpRetry`](crate::http::HttpRetry), which is also a layer |

mod clone_request;
mod hedged_layer;
mod hedged_response;
mod request_run;
mod response_future;
mod retry_layer;
mod retry_service;
mod service_call;
mod service_run;
#[cfg(feature = "tower-policy")]
mod tower_policy;

/// The types that compiler messages name.
#[doc(hidden)]
pub mod named_in_messages {
    pub use super::{
        request_run::{BeginRun, NextAttempt, RequestRun},
        service_call::{Sending, Sends, ServiceCall},
        service_run::ServiceRun,
    };
    pub use crate::retry::JudgedOptions;
}

#[cfg(feature = "tower-policy")]
pub use self::tower_policy::TowerPolicy;
pub use self::{
    clone_request::{CloneAll, CloneRequest},
    hedged_layer::{HedgedLayer, HedgedService},
    hedged_response::HedgedResponse,
    response_future::ResponseFuture,
    retry_layer::RetryLayer,
    retry_service::RetryService,
};
