use super::{Policy, wants::Wants};
use crate::limits::Budget;

/// What a run has to do with other runs.
impl Policy {
    /// The budget that pays for the retries of all runs under this policy. A budget of the builder or of the
    /// attribute replaces it.
    ///
    /// A `const` policy can name it since Rust 1.90. With an older compiler, make the policy a `static`.
    ///
    /// ```
    /// use retry_core::{Budget, Policy};
    ///
    /// static UPSTREAM_BUDGET: Budget = Budget::aws();
    /// static UPSTREAM: Policy = Policy::new().attempts(5).budget(&UPSTREAM_BUDGET);
    /// # #[cfg(feature = "std")] {
    /// # let _guard = retry_core::testing::no_waits();
    /// let result = UPSTREAM.retry(|| Err::<(), _>("busy")).call();
    /// assert_eq!(result, Err("busy"));
    /// // Four retries at 14 tokens each.
    /// assert_eq!(UPSTREAM_BUDGET.available(), 444.0);
    /// # }
    /// ```
    #[must_use]
    #[inline]
    pub const fn budget(mut self, budget: &'static Budget) -> Self {
        self.budget = Some(budget);
        self
    }

    /// Runs that begin inside an attempt of this one make a single attempt, and stop with
    /// [`StopReason::Nested`](crate::StopReason::Nested).
    ///
    /// Three layers that make three attempts each call the innermost operation 27 times. The outermost
    /// layer knows most about what its caller waits for, so let it alone retry. Inside means on the same
    /// thread, or polled by the same future; not in a task or thread that the attempt starts. The adapters of
    /// HTTP clients do it for the attempts of each request. Without feature `std`, and for the attempts of a
    /// [loop by hand](Policy::start), this does nothing.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use retry_core::{Policy, retry};
    ///
    /// const OUTER: Policy = Policy::new().suppress_nested();
    /// # let _guard = retry_core::testing::no_waits();
    /// let mut calls = 0;
    /// let mut inner = || retry(|| { calls += 1; Err::<(), _>("busy") }).call();
    /// assert_eq!(OUTER.retry(|| inner()).call(), Err("busy"));
    /// assert_eq!(calls, 3); // without it 9
    /// # }
    /// ```
    #[must_use]
    #[inline]
    pub const fn suppress_nested(mut self) -> Self {
        self.wants = self.wants.and(Wants::SUPPRESS_NESTED);
        self
    }
}
