//! What each client needs: its errors, its requests and responses, and an adapter for it.

#[cfg(feature = "hyper")]
mod hyper;
#[cfg(any(feature = "reqwest", feature = "reqwest-012"))]
mod reqwest;
#[cfg(feature = "tower")]
mod tower;
#[cfg(feature = "ureq")]
mod ureq;

#[cfg(any(feature = "reqwest", feature = "reqwest-012"))]
pub use self::reqwest::ViaReqwest;
#[cfg(feature = "tower")]
pub use self::tower::{
    BoxError, Boxed, Concluding, HedgedLayer, HedgedService, HttpRun, RequestCall, RequestCopy,
    RequestSending, ResponseFuture, RetryLayer, RetryService, ServiceErrors, Unboxed,
};
#[cfg(feature = "ureq")]
pub use self::ureq::{SessionRequest, UreqBody, UreqSession, check_body_blocking, ureq_agent};
