use core::cmp::Reverse;
use std::vec::Vec;

use super::{InvalidPrefix, Target, prefix::Prefix};

/// Values by URL prefix. Of several prefixes that a URL begins with, the longest counts.
#[derive(Clone, Debug)]
pub(super) struct ByPrefix<V> {
    /// The longest prefix first.
    values: Vec<(Prefix, V)>,
}

impl<V> ByPrefix<V> {
    pub(super) const fn new() -> Self {
        Self { values: Vec::new() }
    }

    pub(super) fn add(&mut self, prefix: &str, value: V) -> Result<(), InvalidPrefix> {
        let parsed = Prefix::parse(prefix)?;
        if self.values.iter().any(|(mounted, _)| *mounted == parsed) {
            return Err(InvalidPrefix::mounted(prefix));
        }
        self.values.push((parsed, value));
        self.values
            .sort_by_key(|(prefix, _)| Reverse(prefix.rank()));
        Ok(())
    }

    pub(super) fn find(&self, url: &Target<'_>) -> Option<&V> {
        self.values
            .iter()
            .find(|(prefix, _)| prefix.begins(url))
            .map(|(_, value)| value)
    }
}
