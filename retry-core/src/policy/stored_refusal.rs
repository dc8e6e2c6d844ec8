use core::fmt;

/// What is wrong with a stored run that is read back.
//
// Not a `Refusal`, whose size each error about a policy has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum StoredRefusal {
    Version(u64),
    Missing(&'static str),
    Attempt(u64),
    Hop(u64),
}

/// Names the field, its value, and what is allowed.
impl fmt::Display for StoredRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(value) => write!(
                f,
                "`version` is {value}: this program reads version 1, so resume the run with the program that stored it"
            ),
            Self::Missing(field) => {
                write!(f, "`{field}` is missing: a stored run has all its fields")
            }
            Self::Attempt(value) => write!(
                f,
                "`attempt` is {value}: write an integer from 1 to 2^32 - 1"
            ),
            Self::Hop(value) => {
                write!(f, "`hop` is {value}: write an integer from 0 to 2^32 - 1")
            }
        }
    }
}
