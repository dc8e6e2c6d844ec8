use core::time::Duration;

use super::InvalidPolicy;
use crate::limits::{Budget, Charge};

/// A [`Budget`] with a ratio as plain values, for values that come from a configuration file or a command
/// line. The defaults are those of [`Budget::new`].
///
/// `Budget::try_from(settings)` checks them, and its error names the field. End with
/// `..BudgetSettings::default()`, since fields may be added.
///
/// ```
/// use retry_core::{Budget, BudgetSettings};
///
/// let settings = BudgetSettings { ratio: 0.1, reserve: 5, ..BudgetSettings::default() };
/// let budget = Budget::try_from(settings)?;
/// assert_eq!(budget.available(), 15.0); // the reserve, and 10 for the first second
///
/// let refused = Budget::try_from(BudgetSettings { ratio: -0.1, ..settings }).unwrap_err();
/// assert_eq!(refused.to_string(), "`ratio` is -0.1: write 0, or a number from 0.000001 to 1000");
/// # Ok::<(), retry_core::InvalidPolicy>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BudgetSettings {
    /// What each run pays in, in tokens: from 0.000001 to 1000, or 0 if something else fills the budget.
    /// The default is 0.2.
    pub ratio: f64,
    /// Tokens that are there from the start, and do not expire. The default is 0.
    pub reserve: u32,
    /// Tokens that each second pays in. The default is 10.
    pub per_second: u32,
    /// How long tokens last that runs and seconds paid in: more than 0. The default is 10 s.
    pub window: Duration,
    /// What a retry costs, in tokens: from 0.000001 to 1,000,000. The default is 1.
    pub retry_cost: f64,
    /// The same after a failure that was throttling. `None` is `retry_cost`.
    pub throttled_cost: Option<f64>,
    /// The same after an attempt that its timeout cut. `None` is `retry_cost`.
    pub timeout_cost: Option<f64>,
}

impl Default for BudgetSettings {
    fn default() -> Self {
        Self {
            ratio: 0.2,
            reserve: 0,
            per_second: 10,
            window: Duration::from_secs(10),
            retry_cost: 1.0,
            throttled_cost: None,
            timeout_cost: None,
        }
    }
}

impl TryFrom<BudgetSettings> for Budget {
    type Error = InvalidPolicy;

    /// # Errors
    ///
    /// The first invalid field, with its value and what is allowed.
    fn try_from(settings: BudgetSettings) -> Result<Self, InvalidPolicy> {
        let mut budget = Self::unfilled();
        budget.set_ratio(settings.ratio)?;
        budget.set_reserve(settings.reserve);
        budget.set_per_second(settings.per_second);
        budget.set_window(settings.window);
        budget.set_cost(Charge::Retry, settings.retry_cost)?;
        for (charge, cost) in [
            (Charge::Throttled, settings.throttled_cost),
            (Charge::TimedOut, settings.timeout_cost),
        ] {
            if let Some(cost) = cost {
                budget.set_cost(charge, cost)?;
            }
        }
        match budget.refusal() {
            Some(refusal) => Err(refusal.into()),
            None => Ok(budget),
        }
    }
}
