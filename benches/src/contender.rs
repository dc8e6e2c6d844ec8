//! Who is measured, and what each one can do.

use crate::case::Case;

/// Makes that many runs and returns what [`Case::expected`] says.
pub type Runs = fn(u64) -> u64;

/// One way to retry.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// The name of its package, or what it is.
    pub name: &'static str,
    /// What it can do.
    pub cases: &'static [(Case, Runs)],
    /// What it cannot, and why.
    pub lacks: &'static [(&'static [Case], &'static str)],
}
