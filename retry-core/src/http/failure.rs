//! Errors: what they say about the request, and those made from a response.

mod answer_error;
mod any_error;
mod check;
#[cfg(any(feature = "hyper", feature = "reqwest", feature = "reqwest-012"))]
mod check_body;
mod client_error;
mod error_text;
mod failure_kind;
mod http_error;
mod io_failure;
mod known_errors;
mod raised_from;
mod request_line;
mod stated_kind;

#[cfg(feature = "ureq")]
pub(in crate::http) use self::check::rejected;
#[cfg(any(feature = "hyper", feature = "reqwest", feature = "reqwest-012"))]
pub use self::check_body::{ReadBody, check_body};
#[cfg(feature = "ureq")]
pub(in crate::http) use self::error_text::is_permanent;
#[cfg(any(feature = "hyper", feature = "reqwest", feature = "reqwest-012"))]
pub(in crate::http) use self::error_text::{has_permanent_cause, has_unprocessed_stream};
pub(in crate::http) use self::known_errors::Finding;
pub use self::{
    any_error::{AnyError, ConcreteError, DynError, ErasedError},
    check::check,
    client_error::ClientError,
    failure_kind::FailureKind,
    http_error::HttpError,
    raised_from::{FromHttpError, RaisedFrom, ViaHttpError},
};
