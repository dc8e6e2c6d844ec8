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
    Look,
}

/// One request of the crowd.
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
    /// Status 503, and why it was not tried again.
    Refused(StopReason),
    /// No answer, and why it was not tried again.
    Unanswered(StopReason),
    /// Status 200, and a body that broke off.
    Cut,
}

/// What is bound to happen to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExpectedEnd {
    pub(crate) end: End,
    /// Whether the server acts on it.
    pub(crate) is_processed: bool,
}

impl Order {
    pub(crate) fn new(number: u64) -> Self {
        let kind = match number % 5 {
            0..3 => Kind::Keyed,
            3 => Kind::Plain,
            _ => Kind::Look,
        };
        Self { number, kind }
    }

    /// Follows the order through its actions, by the rules of the policy.
    pub(crate) fn expected(self) -> ExpectedEnd {
        let mut is_processed = false;
        for visit in 1..=ATTEMPTS {
            let action = ProxyAction::of(self.number, visit);
            is_processed |= action.arrives() && self.kind != Kind::Look;
            let reason = match self.kind {
                Kind::Plain => Some(StopReason::NotRetryable),
                _ => (visit == ATTEMPTS).then_some(StopReason::Attempts),
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
        unreachable!("the last visit has an end")
    }
}
