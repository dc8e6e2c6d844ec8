use core::fmt;
use std::vec::Vec;

use http::Method;

use crate::policy::{MethodName, Refusal};

/// A set of the standard methods: one bit for each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::http) struct Methods(u16);

/// The methods that a set can hold. The index of a method is its bit.
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

    /// The set of these methods.
    pub(super) fn new(methods: &[Method]) -> Result<Self, Refusal> {
        Self::find_all(methods)
            .map_err(|index| Refusal::Method(MethodName::new(methods[index].as_str())))
    }

    /// The same for constructors, which panic.
    pub(super) const fn checked(methods: &[Method]) -> Self {
        match Self::find_all(methods) {
            Ok(methods) => methods,
            // `Method::as_str` is not `const`; the message does without the name.
            Err(_) => panic!("{}", Refusal::Method(MethodName::new("")).message()),
        }
    }

    /// The error is the index of a method that is not a standard one.
    const fn find_all(methods: &[Method]) -> Result<Self, usize> {
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

    pub(in crate::http) const fn contains(self, method: &Method) -> bool {
        match bit(method) {
            Some(bit) => self.0 & bit != 0,
            None => false,
        }
    }

    /// The methods, in the order of [`STANDARD`].
    pub(super) fn methods(self) -> Vec<Method> {
        STANDARD
            .into_iter()
            .filter(|method| self.contains(method))
            .collect()
    }
}

/// Shows the methods.
impl fmt::Debug for Methods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.methods()).finish()
    }
}

/// A `match`, because a `const fn` can match methods but cannot compare them.
const fn bit(method: &Method) -> Option<u16> {
    let index = match *method {
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
    Some(1 << index)
}
