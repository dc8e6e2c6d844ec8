use core::time::Duration;

use crate::outcome::Verdict;

/// What a field named by `#[retry(after = field)]` may hold.
#[diagnostic::on_unimplemented(
    message = "the delay of `#[retry(after = ..)]` is a `Duration` or an `Option<Duration>`, not `{Self}`",
    label = "expected `Duration` or `Option<Duration>`"
)]
pub trait Hint: Copy {
    /// Retry, but not before this delay.
    fn verdict(self) -> Verdict;
}

impl Hint for Duration {
    fn verdict(self) -> Verdict {
        Verdict::retry_after(self)
    }
}

impl Hint for Option<Duration> {
    fn verdict(self) -> Verdict {
        Verdict::retry_after(self)
    }
}
