use core::fmt;

/// How many calls a run makes in all, the first included: a field of
/// [`Settings`](crate::Settings). The default is 3.
///
/// ```
/// use retry_core::Attempts;
///
/// assert_eq!(Attempts::from(5), Attempts::Limited(5));
/// assert_eq!(Attempts::default(), Attempts::Limited(3));
/// assert_eq!(Attempts::Unlimited.to_string(), "unlimited");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attempts {
    /// This many, 1 or more.
    Limited(u32),
    /// As many as it takes. It needs a deadline with it.
    Unlimited,
}

impl Attempts {
    /// As a policy counts: the largest number stands for "unlimited", since no attempt has it.
    pub(super) const fn count(self) -> u32 {
        match self {
            Self::Limited(attempts) => attempts,
            Self::Unlimited => UNLIMITED,
        }
    }

    pub(super) const fn of_count(count: u32) -> Self {
        match count {
            UNLIMITED => Self::Unlimited,
            attempts => Self::Limited(attempts),
        }
    }
}

impl Default for Attempts {
    fn default() -> Self {
        Self::Limited(DEFAULT_ATTEMPTS)
    }
}

impl From<u32> for Attempts {
    fn from(attempts: u32) -> Self {
        Self::of_count(attempts)
    }
}

impl fmt::Display for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limited(attempts) => attempts.fmt(f),
            Self::Unlimited => f.write_str("unlimited"),
        }
    }
}

pub(super) const DEFAULT_ATTEMPTS: u32 = 3;
/// The limit of a run without a limit. No attempt has this number, so none is the last.
pub(super) const UNLIMITED: u32 = u32::MAX;
const LAST_NUMBER: u32 = UNLIMITED - 1;

/// The number closest to this one that an attempt can have.
pub(crate) const fn nearest_number(attempt: u32) -> u32 {
    match attempt {
        0 => 1,
        UNLIMITED => LAST_NUMBER,
        _ => attempt,
    }
}

/// The number of the attempt after this one. The last number follows itself.
#[inline]
pub(crate) const fn next_number(attempt: u32) -> u32 {
    attempt + (attempt < LAST_NUMBER) as u32
}
