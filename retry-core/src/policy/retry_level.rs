use tracing::Level;

/// The level of the event for a retry: a [`Level`] in one byte, since that takes eight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RetryLevel {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl RetryLevel {
    pub(super) const fn of(level: Level) -> Self {
        match level {
            Level::ERROR => Self::Error,
            Level::WARN => Self::Warn,
            Level::INFO => Self::Info,
            Level::DEBUG => Self::Debug,
            Level::TRACE => Self::Trace,
        }
    }

    pub(crate) const fn level(self) -> Level {
        match self {
            Self::Error => Level::ERROR,
            Self::Warn => Level::WARN,
            Self::Info => Level::INFO,
            Self::Debug => Level::DEBUG,
            Self::Trace => Level::TRACE,
        }
    }
}
