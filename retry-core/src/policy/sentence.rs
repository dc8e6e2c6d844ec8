use core::fmt;

use super::{
    Backoff, BackoffKind, Jitter, Policy,
    attempts::UNLIMITED,
    backoff::{DEFAULT_FACTOR, is_default, is_factor},
    jitter::is_ratio,
    nanos,
    policy::DEFAULT_MAX_RETRY_AFTER,
    readable_time::ReadableTime,
};
use crate::limits::Budget;

/// Says in one sentence what the policy does, for logs and for the start of a program. What has its default
/// and changes nothing is left out.
///
/// ```
/// # use core::time::Duration; use retry_core::{Backoff, Policy};
/// let policy = Policy::new()
///     .attempts(5)
///     .max_delay(Duration::from_secs(10))
///     .deadline(Duration::from_secs(30));
/// assert_eq!(
///     policy.to_string(),
///     "up to 5 attempts; 100 ms doubled up to 10 s, full jitter; stops after 30 s",
/// );
/// ```
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.attempts {
            0 | 1 => {
                f.write_str("1 attempt, no retry")?;
                return self.write_nested(f);
            }
            UNLIMITED => f.write_str("unlimited attempts")?,
            attempts => write!(f, "up to {attempts} attempts")?,
        }
        f.write_str("; ")?;
        self.write_delays(f)?;
        if self.throttled_delay != nanos::NONE {
            write!(
                f,
                "; from {} when throttled",
                ReadableTime(self.throttled_delay)
            )?;
        }
        self.write_hints(f)?;
        if self.reset_after != nanos::NONE {
            let ran = ReadableTime(self.reset_after);
            write!(f, "; starts over when an attempt ran for {ran}")?;
        }
        if !nanos::is_longest(self.deadline) {
            write!(f, "; stops after {}", ReadableTime(self.deadline))?;
        }
        self.write_budget(f)?;
        self.write_nested(f)?;
        match self.seed {
            Some(seed) => write!(f, "; seed {seed}"),
            None => Ok(()),
        }
    }
}

impl Policy {
    fn write_delays(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let backoff = &self.backoff;
        if backoff.first_capped() == 0 {
            return f.write_str("without delay");
        }
        if backoff.fast_first {
            f.write_str("at once, then ")?;
        }
        match self.jitter {
            Jitter::Decorrelated => {
                let first = ReadableTime(backoff.first_capped());
                write!(f, "from {first}")?;
                if !nanos::is_longest(backoff.cap) {
                    write!(f, " to {}", ReadableTime(backoff.cap))?;
                }
            }
            _ => backoff.write_growth(f)?,
        }
        match self.jitter {
            Jitter::None => f.write_str(", no jitter"),
            Jitter::Equal => f.write_str(", equal jitter"),
            Jitter::Decorrelated => f.write_str(", decorrelated jitter"),
            Jitter::Ratio(ratio) if is_ratio(ratio) => {
                write!(f, ", {} % jitter", Percent(ratio))
            }
            Jitter::Full | Jitter::Ratio(_) => f.write_str(", full jitter"),
        }
    }

    fn write_hints(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limit = self.max_retry_after;
        let is_default = limit == nanos::from_duration(DEFAULT_MAX_RETRY_AFTER);
        if !is_default || self.exact_hints {
            let exact = if self.exact_hints { "exact " } else { "" };
            write!(f, "; {exact}hints")?;
        }
        if is_default {
            Ok(())
        } else if nanos::is_longest(limit) {
            f.write_str(" of any length")
        } else {
            write!(f, " up to {}", ReadableTime(limit))
        }
    }

    fn write_budget(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.budget.map(Budget::name) {
            Some(Some(name)) => write!(f, "; retries paid from the budget `{name}`"),
            Some(None) => f.write_str("; retries paid from a budget"),
            None => Ok(()),
        }
    }

    fn write_nested(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.wants.suppresses_nested() {
            f.write_str("; no retries inside of its attempts")?;
        }
        Ok(())
    }
}

impl Backoff {
    /// The delays, from the first that is not skipped.
    fn write_growth(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let factor = match self.kind {
            BackoffKind::Exponential if is_factor(self.factor) => self.factor,
            _ => DEFAULT_FACTOR,
        };
        let first = self.nominal(if self.fast_first { 2 } else { 1 });
        let is_constant = self.kind == BackoffKind::Constant || is_one(factor);
        if is_constant || (first == self.cap && factor > 1.0) {
            return write!(f, "{} each time", ReadableTime(first));
        }
        // Above the cap, delays that shrink stay at the cap for a while.
        let first = if factor < 1.0 && first == self.cap {
            self.first
        } else {
            first
        };
        write!(f, "{}", ReadableTime(first))?;
        match self.kind {
            BackoffKind::Linear => write!(f, " growing by {}", ReadableTime(self.first))?,
            BackoffKind::Fibonacci => f.write_str(" growing like the Fibonacci numbers")?,
            _ if is_default(factor) => f.write_str(" doubled")?,
            _ => write!(f, " times {factor}")?,
        }
        if nanos::is_longest(self.cap) || (factor < 1.0 && first < self.cap) {
            Ok(())
        } else {
            write!(f, " up to {}", ReadableTime(self.cap))
        }
    }
}

fn is_one(factor: f64) -> bool {
    factor.to_bits() == 1.0_f64.to_bits()
}

/// A share in percent, with at most two digits after the point.
struct Percent(f64);

impl fmt::Display for Percent {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a ratio is above 0 and at most 1"
    )]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = ((self.0 * 10_000.0 + 0.5) as u32).max(1);
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        match (rest, rest % 10) {
            (0, _) => write!(f, "{whole}"),
            (_, 0) => write!(f, "{whole}.{}", rest / 10),
            _ => write!(f, "{whole}.{rest:02}"),
        }
    }
}
