use core::fmt;
use std::vec::Vec;

use http::StatusCode;

use crate::policy::Refusal;

const FIRST: u16 = 100;
const LAST: u16 = 599;
const WORDS: usize = position(LAST).0 + 1;

/// A set of status codes: one bit for each code from 100 to 599, the range that RFC 9110 defines
/// (section 15).
///
/// The size is fixed, so a policy with any number of codes is `Copy` and can be built in a `const`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::http) struct Statuses([u64; WORDS]);

impl Statuses {
    pub(super) const NONE: Self = Self([0; WORDS]);

    /// The set of these codes. A refusal names `field`.
    pub(super) const fn new(codes: &[u16], field: &'static str) -> Result<Self, Refusal> {
        let mut set = Self::NONE;
        let mut i = 0;
        while i < codes.len() {
            if let Some(refusal) = set.add(codes[i], field) {
                return Err(refusal);
            }
            i += 1;
        }
        Ok(set)
    }

    /// The codes from `first` to `last`.
    const fn from_to(first: u16, last: u16, field: &'static str) -> Result<Self, Refusal> {
        if first > last {
            return Err(Refusal::NoStatuses { field, first, last });
        }
        let mut set = Self::NONE;
        let mut code = first;
        loop {
            if let Some(refusal) = set.add(code, field) {
                return Err(refusal);
            }
            if code == last {
                return Ok(set);
            }
            code += 1;
        }
    }

    const fn add(&mut self, code: u16, field: &'static str) -> Option<Refusal> {
        if code < FIRST || code > LAST {
            return Some(Refusal::Status { field, code });
        }
        let (word, bit) = position(code);
        self.0[word] |= bit;
        None
    }

    /// The same for constructors, which panic.
    pub(super) const fn checked(codes: &[u16], field: &'static str) -> Self {
        match Self::new(codes, field) {
            Ok(statuses) => statuses,
            Err(refusal) => panic!("{}", refusal.message()),
        }
    }

    /// The same for a range of codes.
    pub(super) const fn checked_range(first: u16, last: u16, field: &'static str) -> Self {
        match Self::from_to(first, last, field) {
            Ok(statuses) => statuses,
            Err(refusal) => panic!("{}", refusal.message()),
        }
    }

    pub(in crate::http) const fn contains(&self, status: StatusCode) -> bool {
        let code = status.as_u16();
        if code > LAST {
            return false;
        }
        let (word, bit) = position(code);
        self.0[word] & bit != 0
    }

    #[cfg(feature = "ureq")]
    pub(in crate::http) fn is_empty(&self) -> bool {
        *self == Self::NONE
    }

    /// The codes, in ascending order.
    pub(super) fn codes(&self) -> Vec<u16> {
        (FIRST..=LAST)
            .filter(|code| {
                let (word, bit) = position(*code);
                self.0[word] & bit != 0
            })
            .collect()
    }
}

/// Shows the codes, and three or more in a row as a range.
impl fmt::Debug for Statuses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes = self.codes();
        let mut shown = f.debug_set();
        for run in codes.chunk_by(|code, next| code + 1 == *next) {
            match run {
                [first, _, .., last] => shown.entry(&(*first..=*last)),
                _ => shown.entries(run),
            };
        }
        shown.finish()
    }
}

/// The word and the bit of a code. The `http` crate has no code below 100.
const fn position(code: u16) -> (usize, u64) {
    let index = code - FIRST;
    ((index / 64) as usize, 1 << (index % 64))
}
