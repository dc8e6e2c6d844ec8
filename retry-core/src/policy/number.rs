//! How attempts are counted.

/// The attempts of a run without a limit to them. No attempt has this number, so none is the last.
pub(super) const UNLIMITED: u32 = u32::MAX;
const LAST_NUMBER: u32 = UNLIMITED - 1;

/// A number that an attempt can have, nearest to this one.
pub(crate) const fn numbered(attempt: u32) -> u32 {
    match attempt {
        0 => 1,
        UNLIMITED => LAST_NUMBER,
        _ => attempt,
    }
}

/// The number of the attempt after this one: from the last number on, the same again.
#[inline]
pub(crate) fn following(attempt: u32) -> u32 {
    attempt + u32::from(attempt < LAST_NUMBER)
}
