use crate::dice::Dice;

/// What the server does with a request that it has read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// Answers, and keeps the connection.
    None,
    /// Answers after some milliseconds.
    Slow,
    /// Answers 503 without processing it.
    Busy,
    /// Answers 429 without processing it.
    Throttled,
    /// Answers, and closes the connection, of which the answer says nothing.
    CloseAfter,
    /// Answers, and resets the connection.
    ResetAfter,
    /// Closes the connection without processing it.
    Crash,
    /// Processes it, and resets the connection in the middle of the head.
    ResetInHead,
    /// Processes it, and closes the connection in the middle of the body.
    CutInBody,
    /// Processes it, and answers with what is not HTTP.
    Garbage,
    /// Processes it, and never answers.
    Stall,
    /// Processes it, and stops in the middle of the body.
    StallInBody,
}

impl Fault {
    pub(crate) const ALL: [Self; 12] = [
        Self::None,
        Self::Slow,
        Self::Busy,
        Self::Throttled,
        Self::CloseAfter,
        Self::ResetAfter,
        Self::Crash,
        Self::ResetInHead,
        Self::CutInBody,
        Self::Garbage,
        Self::Stall,
        Self::StallInBody,
    ];

    pub(crate) fn of(dice: Dice) -> Self {
        match dice.below(100) {
            0..5 => Self::Slow,
            5..12 => Self::Busy,
            12..16 => Self::Throttled,
            16..23 => Self::CloseAfter,
            23..30 => Self::ResetAfter,
            30..37 => Self::Crash,
            37..44 => Self::ResetInHead,
            44..49 => Self::CutInBody,
            49..54 => Self::Garbage,
            54..58 => Self::Stall,
            58..61 => Self::StallInBody,
            _ => Self::None,
        }
    }

    pub(crate) fn is_processed(self) -> bool {
        !matches!(self, Self::Busy | Self::Throttled | Self::Crash)
    }
}

/// What the server does with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Welcome {
    Serve,
    /// Resets it before anything has come.
    ResetAtOnce,
    /// Resets it when a request comes, without reading that.
    ResetUnread,
    /// Accepts no other connection for a while. More wait than the system queues.
    ThenPause,
}

impl Welcome {
    pub(crate) const ALL: [Self; 4] = [
        Self::Serve,
        Self::ResetAtOnce,
        Self::ResetUnread,
        Self::ThenPause,
    ];

    pub(crate) fn of(dice: Dice) -> Self {
        match dice.below(20) {
            0 => Self::ResetAtOnce,
            1 => Self::ResetUnread,
            2 => Self::ThenPause,
            _ => Self::Serve,
        }
    }
}
