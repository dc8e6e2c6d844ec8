use core::fmt;

use super::Charge;

/// A rule that a budget breaks, with the value that breaks it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum BudgetRefusal {
    Ratio(f64),
    Cost(Charge, f64),
    SuccessReturns(f64),
    WindowZero,
    NoTokens,
    NoCapacity,
    NotForBuckets,
    OnlyForBuckets,
}

impl BudgetRefusal {
    /// The field of the settings, what is wrong with its value, and what is allowed.
    pub(crate) const fn texts(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Ratio(_) => (
                "ratio",
                "`ratio` is not from 0.000001 to 1000",
                "write 0, or a number from 0.000001 to 1000",
            ),
            Self::Cost(charge, _) => (
                match charge {
                    Charge::Retry => "retry_cost",
                    Charge::Throttled => "throttled_cost",
                    Charge::TimedOut => "timeout_cost",
                },
                "a cost is not from 0.000001 to 1000000 tokens",
                "write a number from 0.000001 to 1000000",
            ),
            Self::SuccessReturns(_) => (
                "success_returns",
                "`success_returns` is not from 0.000001 to 1000000 tokens",
                "write a number from 0.000001 to 1000000",
            ),
            Self::WindowZero => (
                "window",
                "`window` is 0: every token would expire at once",
                "every token would expire at once: write more than 0",
            ),
            Self::NoTokens => (
                "ratio",
                "nothing fills this budget: for one without a ratio write `Budget::floor` or `Budget::reserved`",
                "without a ratio write a `per_second` or a `reserve` above 0",
            ),
            Self::NoCapacity => (
                "capacity",
                "`capacity` is 0: a bucket without tokens grants no retry",
                "a bucket without tokens grants no retry: write 1 or more",
            ),
            Self::NotForBuckets => (
                "capacity",
                "a bucket has no `reserve`, `per_second` or `window`",
                "a bucket has no `reserve`, `per_second` or `window`",
            ),
            Self::OnlyForBuckets => (
                "capacity",
                "only a bucket has `success_returns` and `above_half`",
                "only a bucket has `success_returns` and `above_half`",
            ),
        }
    }

    /// In a `const` or a `static`, a compile error.
    pub(super) const fn panic(&self) -> ! {
        panic!("{}", self.texts().1)
    }
}

/// Shows the value.
impl fmt::Display for BudgetRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ratio(number) | Self::Cost(_, number) | Self::SuccessReturns(number) => {
                number.fmt(f)
            }
            Self::WindowZero => f.write_str("0ns"),
            Self::NoTokens | Self::NoCapacity => f.write_str("0"),
            Self::NotForBuckets => f.write_str("set"),
            Self::OnlyForBuckets => f.write_str("not set"),
        }
    }
}
