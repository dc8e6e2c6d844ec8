use std::{net::SocketAddr, time::Duration};

use retry_core::http::FailureKind;
use retry_tests::RefusingPort;

use crate::{dice::Dice, server::Server};

/// How long an attempt may take.
pub(crate) const ATTEMPT: Duration = Duration::from_millis(250);
/// How long it may take to connect.
pub(crate) const CONNECT: Duration = Duration::from_millis(100);

/// What a caller wants to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A POST to which the policy gives a key.
    Keyed,
    /// A POST without one.
    Plain,
    /// A GET, which has no effect.
    Get,
}

/// Where it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Server,
    /// To a port to which nothing listens.
    Refused,
    /// From an address that the system does not give, as if no port were free.
    NoAddress,
}

/// One call, of which the seed decides all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    /// From 1.
    pub(crate) number: u64,
    pub(crate) kind: Kind,
    pub(crate) target: Target,
    /// When its caller drops the future.
    pub(crate) dropped_after: Option<Duration>,
}

impl Call {
    pub(crate) fn new(dice: Dice, number: u64) -> Self {
        let dice = dice.of(number);
        let kind = match dice.of(0).below(5) {
            0 => Kind::Get,
            1 | 2 => Kind::Plain,
            _ => Kind::Keyed,
        };
        let target = match dice.of(1).below(16) {
            0 => Target::Refused,
            1 => Target::NoAddress,
            _ => Target::Server,
        };
        let dropped = dice.of(2);
        let dropped_after = dropped
            .is_one_in(6)
            .then(|| Duration::from_millis(dropped.of(0).below(40)));
        Self {
            number,
            kind,
            target,
            dropped_after,
        }
    }

    /// The same for a client that blocks: nobody can drop it, and ureq has no setting for the address.
    pub(crate) fn blocking(mut self) -> Self {
        self.dropped_after = None;
        if self.target == Target::NoAddress {
            self.target = Target::Refused;
        }
        self
    }

    pub(crate) fn has_effect(&self) -> bool {
        self.kind != Kind::Get
    }
}

/// How a call ended, for its caller.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    /// Status 200 and its body.
    Done,
    /// Status 200 and a body that broke off.
    Cut,
    /// The server said that it did not process it.
    Refused,
    /// No response.
    Failed(FailureKind),
    /// The caller dropped the future.
    Dropped,
}

impl End {
    /// From the status and, if it could be read, the body.
    pub(crate) fn answered(call: Call, status: u16, body: Option<&str>) -> Self {
        match (status, body) {
            (200, Some(body)) => {
                assert_eq!(body, format!("done {}", call.number));
                Self::Done
            }
            (200, None) => Self::Cut,
            (429 | 503, _) => Self::Refused,
            (status, _) => panic!("{call:?} was answered {status}"),
        }
    }
}

/// Where the calls go.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) server: SocketAddr,
    /// The URL of the port that refuses connections, up to its path.
    refused: String,
}

impl Site {
    pub(crate) fn new(server: &Server, refused: &RefusingPort) -> Self {
        let refused = refused.url();
        Self {
            server: server.address,
            refused: refused.trim_end_matches("/page").to_owned(),
        }
    }

    /// The prefixes of calls with a key.
    pub(crate) fn keyed(&self) -> [String; 2] {
        [
            format!("http://{}/keyed/", self.server),
            format!("{}/keyed/", self.refused),
        ]
    }

    pub(crate) fn url(&self, call: Call) -> String {
        let Call { number, kind, .. } = call;
        let kind = match kind {
            Kind::Keyed => "keyed",
            Kind::Plain => "plain",
            Kind::Get => "get",
        };
        match call.target {
            Target::Refused => format!("{}/{kind}/{number}", self.refused),
            Target::Server | Target::NoAddress => format!("http://{}/{kind}/{number}", self.server),
        }
    }
}
