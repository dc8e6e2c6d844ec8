//! What is measured: the ways to retry.

use crate::case::Case;

/// Makes that many runs and returns [`Case::expected`].
pub type Runs = fn(u64) -> u64;

/// One way to retry.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// Its package, or a description.
    pub name: &'static str,
    /// The cases that it can do.
    pub cases: &'static [(Case, Runs)],
    /// The cases that it cannot do, and why.
    pub lacks: &'static [(&'static [Case], &'static str)],
}
