use std::vec::Vec;

use http::StatusCode;

use crate::invalid_policy::Refusal;

const FIRST: u16 = 100;
const LAST: u16 = 599;
const WORDS: usize = (LAST - FIRST + 1).div_ceil(64) as usize;

/// A set of status codes: a bit for each of 100 to 599, all that RFC 9110 gives a meaning (15).
///
/// A fixed size makes the policy `Copy` and buildable in a `const`, whatever the number of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Statuses([u64; WORDS]);

impl Statuses {
    pub(super) const NONE: Self = Self([0; WORDS]);

    /// The set of these codes; `field` is what a refusal calls them.
    pub(super) const fn new(codes: &[u16], field: &'static str) -> Result<Self, Refusal> {
        let mut set = Self::NONE;
        let mut i = 0;
        while i < codes.len() {
            let code = codes[i];
            if code < FIRST || code > LAST {
                return Err(Refusal::Status { field, code });
            }
            let (word, bit) = place(code);
            set.0[word] |= bit;
            i += 1;
        }
        Ok(set)
    }

    pub(super) const fn contains(&self, status: StatusCode) -> bool {
        let code = status.as_u16();
        if code > LAST {
            return false;
        }
        let (word, bit) = place(code);
        self.0[word] & bit != 0
    }

    /// The codes, in order.
    pub(super) fn codes(&self) -> Vec<u16> {
        (FIRST..=LAST)
            .filter(|code| {
                let (word, bit) = place(*code);
                self.0[word] & bit != 0
            })
            .collect()
    }
}

/// A status code is never below 100: the `http` crate has no such value.
const fn place(code: u16) -> (usize, u64) {
    let index = code - FIRST;
    ((index / 64) as usize, 1 << (index % 64))
}
