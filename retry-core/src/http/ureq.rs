//! The session around an agent of ureq.

mod attempt;
mod session_request;
mod ureq_body;
mod ureq_session;

pub use self::{session_request::SessionRequest, ureq_body::UreqBody, ureq_session::UreqSession};
