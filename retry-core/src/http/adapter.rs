//! What retries a call, and what the adapters for all requests of a client share.

#[cfg(any(feature = "reqwest-middleware", feature = "tower", feature = "ureq"))]
mod after_attempt;
mod call;
mod call_judge;
mod call_runs;
mod client_rules;
mod exchange;
mod http_event;
mod http_outcome;
mod http_report;
mod http_retry;
mod retryable_errors;
mod verdicts;

#[cfg(any(feature = "reqwest-middleware", feature = "tower", feature = "ureq"))]
pub(in crate::http) use self::after_attempt::AfterAttempt;
#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
pub(in crate::http) use self::after_attempt::ReportedResponse;
pub use self::{
    call::Call, call_judge::CallJudge, exchange::Exchange, http_event::HttpEvent,
    http_outcome::HttpOutcome, http_report::HttpReport, http_retry::HttpRetry,
};
