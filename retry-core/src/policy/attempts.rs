use core::fmt;

pub(super) const DEFAULT_ATTEMPTS: u32 = 3;
/// The stored limit of an unlimited run. No attempt has this number, so none is the last.
pub(super) const UNLIMITED: u32 = u32::MAX;
const LAST_NUMBER: u32 = UNLIMITED - 1;

/// How many attempts a run may make, the first included. A field of [`Settings`](crate::Settings);
/// the default is 3.
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
    /// At most this many: 1 or more.
    Limited(u32),
    /// As many as it takes. In [`Settings`](crate::Settings) it needs a `deadline`.
    Unlimited,
}

impl Attempts {
    /// The number that a [`Policy`](crate::Policy) stores.
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

/// The closest number that an attempt can have.
pub(crate) const fn nearest_number(attempt: u32) -> u32 {
    match attempt {
        0 => 1,
        UNLIMITED => LAST_NUMBER,
        _ => attempt,
    }
}

/// The number of the next attempt. The last number is its own successor.
#[inline]
pub(crate) const fn next_number(attempt: u32) -> u32 {
    attempt + (attempt < LAST_NUMBER) as u32
}
