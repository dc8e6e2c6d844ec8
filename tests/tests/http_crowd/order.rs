use retry_core::StopReason;

use crate::{ATTEMPTS, proxy_action::ProxyAction};

/// How an order is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A POST to which the policy gives a key.
    Keyed,
    /// A POST without one.
    Plain,
    /// A GET, which orders nothing.
    Get,
}

/// One of the requests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    pub(crate) number: u64,
    pub(crate) kind: Kind,
}

/// How a request ended, for its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Status 200 and its body.
    Done,
    /// Status 503, and why it was not retried.
    Refused(StopReason),
    /// No response, and why it was not retried.
    Unanswered(StopReason),
    /// Status 200 and half a body.
    Cut,
}

/// What should happen to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExpectedEnd {
    pub(crate) end: End,
    /// Whether the server processes it.
    pub(crate) is_processed: bool,
}

impl Order {
    pub(crate) fn new(number: u64) -> Self {
        let kind = match number % 5 {
            0..3 => Kind::Keyed,
            3 => Kind::Plain,
            _ => Kind::Get,
        };
        Self { number, kind }
    }

    /// What should happen, by the actions of the proxy and the rules of the policy.
    pub(crate) fn expected(self) -> ExpectedEnd {
        let mut is_processed = false;
        for attempt in 1..=ATTEMPTS {
            let action = ProxyAction::of(self.number, attempt);
            is_processed |= action.arrives() && self.kind != Kind::Get;
            let reason = match self.kind {
                Kind::Plain => Some(StopReason::NotRetryable),
                _ => (attempt == ATTEMPTS).then_some(StopReason::Attempts),
            };
            let end = match action {
                ProxyAction::Pass | ProxyAction::Delay => Some(End::Done),
                ProxyAction::CutInBody => Some(End::Cut),
                ProxyAction::Busy => reason.map(End::Refused),
                ProxyAction::DropBefore | ProxyAction::DropAfter | ProxyAction::ResetInHead => {
                    reason.map(End::Unanswered)
                }
            };
            if let Some(end) = end {
                return ExpectedEnd { end, is_processed };
            }
        }
        unreachable!("the last attempt ends the request")
    }
}
