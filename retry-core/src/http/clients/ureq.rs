//! ureq's errors, and a session around its agent.

mod check_body_blocking;
mod drain;
mod request_head;
mod session_request;
mod ureq_agent;
mod ureq_body;
mod ureq_error;
mod ureq_session;

pub use self::{
    check_body_blocking::check_body_blocking, session_request::SessionRequest,
    ureq_agent::ureq_agent, ureq_body::UreqBody, ureq_session::UreqSession,
};
