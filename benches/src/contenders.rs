//! The contenders: the floor, the loop by hand, this crate, and its peers.

use crate::contender::Contender;

mod by_hand;
mod direct;
mod retry_core;

pub use self::{by_hand::BY_HAND, direct::DIRECT, retry_core::RETRY_CORE};

/// All of them, in the order of the table.
#[must_use]
pub fn all() -> Vec<Contender> {
    vec![DIRECT, BY_HAND, RETRY_CORE]
}

/// The contender of this name.
#[must_use]
pub fn named(name: &str) -> Option<Contender> {
    all().into_iter().find(|contender| contender.name == name)
}
