//! What a policy will wait, before anything fails: made by [`Policy::preview`](crate::Policy::preview).

use core::{fmt, iter, time::Duration};

use super::{Policy, nanos, next_number, readable_time::ReadableTime};

/// The bounds of the delays of a [`Policy`], retry by retry. It displays as a table.
///
/// [`Policy::delays`](crate::Policy::delays) are the delays of one run; these are the bounds of every
/// run. Hints and the deadline are left out: how they end a run depends on the operation. For the deadline
/// see [`Policy::worst_case`](crate::Policy::worst_case).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preview {
    policy: Policy,
}

/// The bounds of the delay before one retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PreviewRow {
    /// The number of the retry, counted from 1.
    pub retry: u32,
    /// The shortest delay.
    pub earliest: Duration,
    /// The delay of the backoff, without jitter. Decorrelated jitter does not use it.
    pub nominal: Duration,
    /// The longest delay.
    pub latest: Duration,
    /// The longest delays up to this one, added up. At most 584 years.
    pub total_latest: Duration,
}

/// How many rows the table shows.
const SHOWN: usize = 12;

impl Policy {
    /// The bounds of the delays: [rows](Preview::rows), or a table to print.
    ///
    /// ```
    /// # use core::time::Duration;
    /// # use retry_core::{Jitter, Policy};
    /// const POLICY: Policy = Policy::new().attempts(5).jitter(Jitter::Equal);
    /// assert_eq!(
    ///     POLICY.preview().to_string(),
    ///     "\
    /// retry    earliest     nominal      latest total, at most
    ///     1       50 ms      100 ms      100 ms         100 ms
    ///     2      100 ms      200 ms      200 ms         300 ms
    ///     3      200 ms      400 ms      400 ms         700 ms
    ///     4      400 ms      800 ms      800 ms          1.5 s",
    /// );
    /// ```
    #[must_use]
    pub const fn preview(&self) -> Preview {
        Preview { policy: *self }
    }
}

impl Preview {
    /// The same for a run in which every failure is throttled: see
    /// [`Policy::throttled_delay`](crate::Policy::throttled_delay).
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Policy;
    /// const POLICY: Policy = Policy::new().throttled_delay(Duration::from_secs(1));
    /// let latest = POLICY.preview().throttled().rows().map(|row| row.latest);
    /// assert!(latest.eq([1, 2].map(Duration::from_secs)));
    /// ```
    #[must_use]
    pub const fn throttled(&self) -> Self {
        self.policy.throttled().preview()
    }

    /// One row for each retry, without end if the attempts are unlimited.
    ///
    /// ```
    /// # use core::time::Duration; use retry_core::Policy;
    /// const POLICY: Policy = Policy::new().unlimited().deadline(Duration::from_secs(60));
    /// let minute = Duration::from_secs(60);
    /// let retry = POLICY.preview().rows().find(|row| row.total_latest > minute).map(|row| row.retry);
    /// assert_eq!(retry, Some(10)); // without luck, ten retries no longer fit into a minute
    /// ```
    pub fn rows(&self) -> impl Iterator<Item = PreviewRow> + Clone + use<> {
        let policy = self.policy;
        let (mut retry, mut total) = (1, 0_u64);
        iter::from_fn(move || {
            // Retry `n` follows attempt `n`.
            if policy.is_last(retry) {
                return None;
            }
            let (earliest, latest) = policy.bounds(retry);
            total = total.saturating_add(latest);
            let row = PreviewRow {
                retry,
                earliest: nanos::to_duration(earliest),
                nominal: nanos::to_duration(policy.backoff.nominal(retry)),
                latest: nanos::to_duration(latest),
                total_latest: nanos::to_duration(total),
            };
            retry = next_number(retry);
            Some(row)
        })
    }
}

/// A table of the first rows, at most twelve. It says how many more there are, and what the deadline is.
impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let policy = &self.policy;
        let rows = policy.attempts.saturating_sub(1);
        if rows == 0 {
            return f.write_str("no retry");
        }
        f.write_str("retry    earliest     nominal      latest total, at most")?;
        for row in self.rows().take(SHOWN) {
            let [earliest, nominal, latest, total] =
                [row.earliest, row.nominal, row.latest, row.total_latest]
                    .map(|time| ReadableTime(nanos::from_duration(time)));
            write!(f, "\n{:>5}", row.retry)?;
            write!(f, "{earliest:12.3}{nominal:12.3}{latest:12.3}{total:15.3}")?;
        }
        if policy.is_unlimited() {
            f.write_str("\nand so on, without end")?;
        } else if rows as usize > SHOWN {
            write!(f, "\nand {} more", rows as usize - SHOWN)?;
        }
        if nanos::is_longest(policy.deadline) {
            return Ok(());
        }
        let deadline = ReadableTime(policy.deadline);
        write!(f, "\nno wait ends {deadline} after the start or later")
    }
}
