//! Errors: what they say about the request, and those made from a response.

mod any_error;
mod check;
mod client_error;
mod failure_kind;
mod http_error;
mod known_errors;
mod raised_from;

pub use self::{
    any_error::{AnyError, ConcreteError, DynError, ErasedError},
    check::check,
    client_error::ClientError,
    failure_kind::FailureKind,
    http_error::HttpError,
    raised_from::{FromHttpError, RaisedFrom, ViaHttpError},
};
