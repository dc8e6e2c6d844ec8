use core::fmt;
use std::vec::Vec;

use http::Method;

/// A set of the standard methods, a bit for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Methods(u16);

/// Each method that a set can hold; its place is its bit.
const STANDARD: [Method; 9] = [
    Method::GET,
    Method::HEAD,
    Method::OPTIONS,
    Method::TRACE,
    Method::PUT,
    Method::DELETE,
    Method::POST,
    Method::PATCH,
    Method::CONNECT,
];

impl Methods {
    /// The methods that RFC 9110 calls idempotent (9.2.2).
    pub(super) const IDEMPOTENT: Self = Self(0b11_1111);

    /// The set of these methods; for one that it has no place for, the error is its index.
    pub(super) const fn new(methods: &[Method]) -> Result<Self, usize> {
        let mut set = Self(0);
        let mut i = 0;
        while i < methods.len() {
            match bit(&methods[i]) {
                Some(bit) => set.0 |= bit,
                None => return Err(i),
            }
            i += 1;
        }
        Ok(set)
    }

    pub(super) const fn contains(self, method: &Method) -> bool {
        match bit(method) {
            Some(bit) => self.0 & bit != 0,
            None => false,
        }
    }

    /// The methods, in a fixed order.
    pub(super) fn methods(self) -> Vec<Method> {
        STANDARD
            .into_iter()
            .filter(|method| self.contains(method))
            .collect()
    }
}

/// Written out, since a `const fn` cannot compare methods but can match them.
const fn bit(method: &Method) -> Option<u16> {
    let place = match *method {
        Method::GET => 0,
        Method::HEAD => 1,
        Method::OPTIONS => 2,
        Method::TRACE => 3,
        Method::PUT => 4,
        Method::DELETE => 5,
        Method::POST => 6,
        Method::PATCH => 7,
        Method::CONNECT => 8,
        _ => return None,
    };
    Some(1 << place)
}

/// The name of a method in an error that is `Copy`: cut where it would make the error larger. The
/// longest registered one has 17 characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MethodName([u8; MethodName::LONGEST]);

impl MethodName {
    const LONGEST: usize = 20;

    pub(super) fn new(method: &Method) -> Self {
        let mut name = [0; Self::LONGEST];
        for (place, byte) in name.iter_mut().zip(method.as_str().bytes()) {
            *place = byte;
        }
        Self(name)
    }
}

impl fmt::Display for MethodName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A method's name is a token: ASCII, without zeros.
        let name = core::str::from_utf8(&self.0).unwrap_or_default();
        f.write_str(name.trim_end_matches('\0'))
    }
}
