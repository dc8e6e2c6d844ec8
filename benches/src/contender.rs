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

impl Contender {
    /// The runs of a case, if it can do it.
    #[must_use]
    pub fn runs(&self, case: Case) -> Option<Runs> {
        self.cases
            .iter()
            .find_map(|&(done, runs)| (done == case).then_some(runs))
    }
}
