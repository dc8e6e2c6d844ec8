use core::fmt;

/// What is wrong with a stored run that is read back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum StoredRefusal {
    Version(u64),
    Missing(&'static str),
    Attempt(u64),
    Hop(u64),
}

impl StoredRefusal {
    /// The field, and what is allowed.
    pub(super) const fn texts(&self) -> (&'static str, &'static str) {
        match self {
            Self::Version(_) => (
                "version",
                "this program reads version 1, so resume the run with the program that stored it",
            ),
            Self::Missing(field) => (*field, "a stored run has all its fields"),
            Self::Attempt(_) => ("attempt", "write an integer from 1 to 2^32 - 1"),
            Self::Hop(_) => ("hop", "write an integer from 0 to 2^32 - 1"),
        }
    }
}

/// Shows the value.
impl fmt::Display for StoredRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(value) | Self::Attempt(value) | Self::Hop(value) => value.fmt(f),
            Self::Missing(_) => f.write_str("missing"),
        }
    }
}
