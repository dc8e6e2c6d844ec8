use std::{cell::Cell, fmt, time::Duration};

use retry_core::Verdict;
use retry_tests::SECOND;

/// What fails twice, the second time because of a limit, and then for good or not at all.
pub(crate) struct Server {
    calls: Cell<u32>,
    recovers: bool,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Refused {
    hint: Option<Duration>,
}

impl Server {
    pub(crate) fn recovers() -> Self {
        Self {
            recovers: true,
            ..Self::stays_down()
        }
    }

    pub(crate) fn stays_down() -> Self {
        Self {
            calls: Cell::new(0),
            recovers: false,
        }
    }

    pub(crate) fn ask(&self) -> Result<u32, Refused> {
        self.calls.set(self.calls.get() + 1);
        match self.calls.get() {
            1 => Err(Refused { hint: None }),
            2 => Err(Refused {
                hint: Some(SECOND * 5),
            }),
            calls if self.recovers => Ok(calls),
            _ => Err(Refused { hint: None }),
        }
    }

    pub(crate) async fn ask_async(&self) -> Result<u32, Refused> {
        tokio::task::yield_now().await;
        self.ask()
    }
}

impl Refused {
    pub(crate) fn verdict(&self) -> Verdict {
        match self.hint {
            None => Verdict::Retry,
            hint => Verdict::Throttled(hint),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.hint {
            None => f.write_str("busy"),
            Some(hint) => write!(f, "too many calls, wait {hint:?}"),
        }
    }
}
