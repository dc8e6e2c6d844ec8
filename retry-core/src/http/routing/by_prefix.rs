use core::cmp::Reverse;
use std::vec::Vec;

use super::prefix::{InvalidPrefix, Prefix};
use crate::http::request::Target;

/// Values by URL prefix. If a URL matches several prefixes, the longest wins.
#[derive(Clone, Debug)]
pub(in crate::http) struct ByPrefix<V> {
    /// The longest prefix is first.
    values: Vec<(Prefix, V)>,
}

impl<V> ByPrefix<V> {
    pub(in crate::http) const fn new() -> Self {
        Self { values: Vec::new() }
    }

    pub(in crate::http) fn add(&mut self, prefix: &str, value: V) -> Result<(), InvalidPrefix> {
        let parsed = Prefix::parse(prefix)?;
        if self.values.iter().any(|(mounted, _)| *mounted == parsed) {
            return Err(InvalidPrefix::already_mounted(prefix));
        }
        self.values.push((parsed, value));
        self.values
            .sort_by_key(|(prefix, _)| Reverse(prefix.rank()));
        Ok(())
    }

    #[cfg(feature = "tower")]
    pub(in crate::http) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(in crate::http) fn find(&self, url: &Target<'_>) -> Option<&V> {
        let place = self.place(url)?;
        Some(&self.values[place].1)
    }

    /// Which of the prefixes a URL matches.
    pub(super) fn place(&self, url: &Target<'_>) -> Option<usize> {
        self.values
            .iter()
            .position(|(prefix, _)| prefix.matches(url))
    }
}
