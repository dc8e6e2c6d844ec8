//! Lints that must not fire in the expansion.

use super::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Retryable)]
#[non_exhaustive]
pub enum Aged {
    #[deprecated]
    #[retry]
    Old,
    #[retry]
    New,
}

macro_rules! error {
    ($name:ident, $variant:ident, $($mark:tt)*) => {
        #[derive(Debug, Retryable)]
        enum $name {
            #[retry($($mark)*)]
            $variant(io::Error),
        }
    };
}

error!(Made, Io, transparent);

#[test]
fn no_lint_fires_for_deprecated_variants_or_types_from_macros() {
    assert_verdict(|| Aged::New, Verdict::Retry);
    assert_verdict(|| Made::Io(interrupted()), Verdict::Retry);
}
