//! What retries a call, and what the adapters for all requests of a client share.

mod attribute_call;
mod breakers_of_client;
mod call;
mod call_judge;
mod call_runs;
mod client_rules;
mod default_budgets;
mod exchange;
mod gated_call;
mod gated_operation;
#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
mod hedged_exchange;
#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
mod hedged_retry;
mod http_event;
mod http_outcome;
mod http_report;
mod http_retry;
mod learns;
#[cfg(any(feature = "reqwest-middleware", feature = "tower", feature = "ureq"))]
mod next_step;
mod own_predicate;
mod refusals;
mod request_breaker;
mod request_budget;
#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
mod request_hedges;
mod request_options;
mod retryable_errors;
mod verdicts;

#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
pub(in crate::http) use self::hedged_exchange::ErrorForms;
#[cfg(any(feature = "reqwest-middleware", feature = "tower", feature = "ureq"))]
pub(in crate::http) use self::next_step::NextStep;
#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
pub(in crate::http) use self::next_step::ReportedResponse;
pub use self::{
    attribute_call::{
        AsyncCall, AttributeCall, BlockingCall, CheckedOutcome, JudgesChecked, JudgesResponses,
        OutcomeOf, block_at_gate, policy_of, wait_at_gate,
    },
    call::Call,
    call_judge::{CallJudge, Checked, Returned},
    exchange::Exchange,
    gated_call::GatedCall,
    gated_operation::{GateMarker, GatedAttempt, GatedOperation},
    http_event::HttpEvent,
    http_outcome::HttpOutcome,
    http_report::HttpReport,
    http_retry::HttpRetry,
    learns::{AtGate, Learns},
    own_predicate::OwnPredicate,
    request_breaker::RequestBreaker,
    request_budget::RequestBudget,
};
#[cfg(any(feature = "reqwest-middleware", feature = "tower"))]
pub use self::{
    hedged_exchange::{HedgedAnswer, HedgedExchange},
    hedged_retry::HedgedRetry,
};
