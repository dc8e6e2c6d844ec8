use core::time::Duration;

use super::{Budget, BudgetRefusal, Charge, bucket::Bucket, budget::Rule, ledger::Ledger, tokens};

const MOST_RATIO: u32 = 1000;
const MOST_COST: u32 = 1_000_000;

/// The numbers of a budget, one at a time.
///
/// ```
/// use retry_core::Budget;
///
/// static SEARCH: Budget = Budget::ratio(0.1).per_second(2).timeout_cost(2.0).named("search");
/// static GRPC: Budget = Budget::bucket(100).success_returns(0.5).above_half();
///
/// assert_eq!(SEARCH.name(), Some("search"));
/// assert_eq!(GRPC.available(), 100.0);
/// ```
impl Budget {
    /// Tokens that are there from the start, and do not expire. The default is none.
    ///
    /// # Panics
    ///
    /// On a bucket, and when it is 0 and nothing else fills the budget.
    #[must_use]
    pub const fn reserve(mut self, tokens: u32) -> Self {
        self.set_reserve(tokens);
        self.checked()
    }

    /// Tokens that each second pays in, so that a retry is possible without traffic. It begins with those
    /// of one second. The default is 10 with [`Budget::new`], else none.
    ///
    /// # Panics
    ///
    /// On a bucket, and when it is 0 and nothing else fills the budget.
    #[must_use]
    pub const fn per_second(mut self, tokens: u32) -> Self {
        self.set_per_second(tokens);
        self.checked()
    }

    /// How long tokens last that runs and seconds paid in. The default is 10 s. A window below 1 s still
    /// keeps what [`per_second`](Budget::per_second) pays in for 1 s.
    ///
    /// # Panics
    ///
    /// When it is zero, and on a bucket.
    #[must_use]
    pub const fn window(mut self, window: Duration) -> Self {
        self.set_window(window);
        self.checked()
    }

    /// What a retry costs. The default is 1 token.
    ///
    /// # Panics
    ///
    /// When it is not from 0.000001 to 1,000,000.
    #[must_use]
    pub const fn retry_cost(self, tokens: f64) -> Self {
        self.cost(Charge::Retry, tokens)
    }

    /// What a retry costs after a failure that was judged
    /// [`Verdict::Throttled`](crate::Verdict::Throttled). The default is that of other retries.
    ///
    /// # Panics
    ///
    /// When it is not from 0.000001 to 1,000,000.
    #[must_use]
    pub const fn throttled_cost(self, tokens: f64) -> Self {
        self.cost(Charge::Throttled, tokens)
    }

    /// What a retry costs after an attempt that its timeout cut. The default is that of other retries.
    ///
    /// # Panics
    ///
    /// When it is not from 0.000001 to 1,000,000.
    #[must_use]
    pub const fn timeout_cost(self, tokens: f64) -> Self {
        self.cost(Charge::TimedOut, tokens)
    }

    /// What an accepted run returns to a bucket, whatever its retries took.
    ///
    /// # Panics
    ///
    /// When it is not from 0.000001 to 1,000,000, and when this is not a bucket.
    #[must_use]
    pub const fn success_returns(mut self, returned: f64) -> Self {
        match tokens::from_f64(returned, MOST_COST) {
            Some(tokens) => self.bucket_mut().success_returns = Some(tokens),
            None => BudgetRefusal::SuccessReturns(returned).panic(),
        }
        self
    }

    /// Retries are granted only while more than half of the bucket is left after them, and a retry that is
    /// refused is taken from it as well: the rule of gRPC.
    ///
    /// # Panics
    ///
    /// When this is not a bucket.
    #[must_use]
    pub const fn above_half(mut self) -> Self {
        self.bucket_mut().above_half = true;
        self
    }

    /// A name, for gauges and for `Debug`.
    #[must_use]
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    const fn cost(mut self, charge: Charge, tokens: f64) -> Self {
        match self.set_cost(charge, tokens) {
            Ok(()) => self,
            Err(refusal) => refusal.panic(),
        }
    }

    pub(super) const fn checked(self) -> Self {
        match self.refusal() {
            Some(refusal) => refusal.panic(),
            None => self,
        }
    }

    /// 0 is allowed, as long as something else fills the budget.
    pub(crate) const fn set_ratio(&mut self, ratio: f64) -> Result<(), BudgetRefusal> {
        self.ledger_mut().ratio = match tokens::from_f64(ratio, MOST_RATIO) {
            Some(ratio) => ratio,
            None if ratio == 0.0 => 0,
            None => return Err(BudgetRefusal::Ratio(ratio)),
        };
        Ok(())
    }

    pub(crate) const fn set_reserve(&mut self, tokens: u32) {
        self.ledger_mut().reserve = tokens::from_count(tokens);
    }

    pub(crate) const fn set_per_second(&mut self, tokens: u32) {
        self.ledger_mut().per_second = tokens;
    }

    pub(crate) const fn set_window(&mut self, window: Duration) {
        self.ledger_mut().window = window
            .as_secs()
            .saturating_mul(1_000_000_000)
            .saturating_add(window.subsec_nanos() as u64);
    }

    pub(crate) const fn set_cost(
        &mut self,
        charge: Charge,
        tokens: f64,
    ) -> Result<(), BudgetRefusal> {
        let Some(cost) = tokens::from_f64(tokens, MOST_COST) else {
            return Err(BudgetRefusal::Cost(charge, tokens));
        };
        match charge {
            Charge::Retry => self.costs.retry = cost,
            Charge::Throttled => self.costs.throttled = Some(cost),
            Charge::TimedOut => self.costs.timed_out = Some(cost),
        }
        Ok(())
    }

    const fn ledger_mut(&mut self) -> &mut Ledger {
        match &mut self.rule {
            Rule::Ratio(ledger) => ledger,
            Rule::Bucket(_) => BudgetRefusal::NotForBuckets.panic(),
        }
    }

    const fn bucket_mut(&mut self) -> &mut Bucket {
        match &mut self.rule {
            Rule::Bucket(bucket) => bucket,
            Rule::Ratio(_) => BudgetRefusal::OnlyForBuckets.panic(),
        }
    }
}
