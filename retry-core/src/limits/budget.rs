use core::{
    fmt, ptr,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use super::{BudgetRefusal, Charge, bucket::Bucket, ledger::Ledger, tokens};

/// How many retries a whole program may make: an account of tokens that many operations share, and that
/// each retry is paid from.
///
/// Attempts and backoff limit one run. When a server is down, every run retries, and three attempts each
/// are three times the load on a server that cannot carry one. A budget lets single failures be retried
/// as before, and caps what an outage adds. Use one for each thing that can be down: a host, a database.
///
/// A budget is lock-free and `const`: put it into a `static`, or behind an [`Arc`](std::sync::Arc). It is
/// exact however many threads use it: it never grants more than was paid in, and loses nothing. For one
/// per host or tenant there is `Budgets`, for numbers from a file [`BudgetSettings`](crate::BudgetSettings).
///
/// ```
/// use core::time::Duration;
/// use retry_core::Budget;
///
/// static DATABASE: Budget = Budget::ratio(0.1) // one retry for ten calls
///     .reserve(10) // and ten more, whatever the traffic
///     .per_second(2) // and two each second
///     .window(Duration::from_secs(30)) // and nothing that is older
///     .throttled_cost(5.0)
///     .named("database");
///
/// assert_eq!(DATABASE.available(), 12.0);
/// ```
///
/// A `const` budget would be a mistake: each use would be a budget of its own.
///
/// # Which one?
///
/// | budget | its rule | the numbers are those of |
/// |---|---|---|
/// | [`Budget::new`], [`Budget::finagle`] | each run pays in 0.2, each second 10; a retry costs 1; tokens expire after 10 s | Finagle's `RetryBudget`, also in tower |
/// | [`Budget::ratio`], [`Budget::floor`], [`Budget::reserved`] | the same with numbers of your own | |
/// | [`Budget::grpc`] | a bucket of 10; each success pays in 0.1, each retry asked for takes 1; granted while more than 5 are left | gRFC A6, "Throttling Retry Attempts" |
/// | [`Budget::aws`] | a bucket of 500; a retry costs 14, or 5 after throttling; a success returns what its last retry took, or 1 | AWS SDK retry behaviour 2.1 |
/// | [`Budget::bucket`] | the same with numbers of your own | |
///
/// A ratio suits a service with steady traffic: it allows a share of retries at any load. A bucket suits a
/// client that calls now and then: what it allows depends on how the last calls went, not on time.
///
/// # What it is worth
///
/// An outage of 60 s, 100 calls a second, every attempt fails, and a policy allows four:
///
/// | budget | attempts for each call |
/// |---|---|
/// | none | 4.00 |
/// | `Budget::new()` | 1.30 |
/// | `Budget::aws()` | 1.006 |
/// | `Budget::grpc()` | 1.001 |
///
/// # When do tokens expire?
///
/// What runs and seconds pay in expires after the [`window`](Budget::window), so that a quiet night does
/// not pay for a storm of retries in the morning. Deposits expire in tenths of the window: each after at
/// least nine tenths, never after more than the whole. The reserve does not expire, and what was taken
/// from it is filled up from later payments. The clock is that of the runs, and of several the one that is
/// ahead.
pub struct Budget {
    /// What is missing in a bucket. In a ratio budget not 0, since it is never full: each run pays in.
    pub(super) missing: AtomicU64,
    pub(super) rule: Rule,
    pub(super) costs: Costs,
    pub(super) name: Option<&'static str>,
}

pub(super) enum Rule {
    Ratio(Ledger),
    Bucket(Bucket),
}

/// In millionths. `None` is the cost of a retry.
pub(super) struct Costs {
    pub(super) retry: u64,
    pub(super) throttled: Option<u64>,
    pub(super) timed_out: Option<u64>,
}

impl Costs {
    fn of(&self, charge: Charge) -> u64 {
        match charge {
            Charge::Retry => None,
            Charge::Throttled => self.throttled,
            Charge::TimedOut => self.timed_out,
        }
        .unwrap_or(self.retry)
    }
}

impl Budget {
    /// How many tokens are left, at the latest time that a run has told it.
    ///
    /// ```
    /// # use retry_core::Budget;
    /// static DATABASE: Budget = Budget::aws();
    /// assert_eq!(DATABASE.available(), 500.0);
    /// ```
    #[must_use]
    pub fn available(&self) -> f64 {
        tokens::to_f64(match &self.rule {
            Rule::Ratio(ledger) => ledger.left(),
            Rule::Bucket(bucket) => bucket.left(&self.missing),
        })
    }

    /// The name that it was [given](Budget::named).
    #[must_use]
    pub const fn name(&self) -> Option<&'static str> {
        self.name
    }

    /// The rule that this budget breaks.
    pub(crate) const fn refusal(&self) -> Option<BudgetRefusal> {
        match &self.rule {
            Rule::Ratio(ledger) => {
                let is_filled = ledger.ratio > 0 || ledger.reserve > 0 || ledger.per_second > 0;
                if !is_filled {
                    Some(BudgetRefusal::NoTokens)
                } else if ledger.window == 0 {
                    Some(BudgetRefusal::WindowZero)
                } else {
                    None
                }
            }
            Rule::Bucket(bucket) if bucket.capacity == 0 => Some(BudgetRefusal::NoCapacity),
            Rule::Bucket(_) => None,
        }
    }
}

/// What the loops call. Times are nanoseconds of the run's clock.
impl Budget {
    /// The first attempt of a run has failed: a ratio budget is paid its share.
    pub(crate) fn deposit(&self, now: u64) {
        match &self.rule {
            Rule::Ratio(ledger) if ledger.ratio > 0 => ledger.deposit(now),
            _ => {}
        }
    }

    /// Asks for a retry, and returns whether it is granted.
    pub(crate) fn withdraw(&self, charge: Charge, now: u64) -> bool {
        let cost = self.costs.of(charge);
        match &self.rule {
            Rule::Ratio(ledger) => ledger.withdraw(cost, now),
            Rule::Bucket(bucket) => bucket.withdraw(&self.missing, cost),
        }
    }

    /// Undoes a grant: the retry was not made.
    pub(crate) fn give_back(&self, charge: Charge) {
        let cost = self.costs.of(charge);
        match &self.rule {
            Rule::Ratio(ledger) => ledger.give_back(cost),
            Rule::Bucket(_) => Bucket::put_back(&self.missing, cost),
        }
    }

    /// A run was accepted: with what its last retry was charged, or `None` if its first attempt was
    /// accepted. `now` is called only by a budget with a ratio. A full bucket is only read.
    #[inline]
    pub(crate) fn accepted(&self, paid: Option<Charge>, now: impl FnMut() -> u64) {
        self.accepted_after(paid, false, now);
    }

    /// The same for a run that may have paid its share without a retry: a hedge was refused.
    #[inline]
    pub(crate) fn accepted_after(
        &self,
        paid: Option<Charge>,
        has_deposited: bool,
        now: impl FnMut() -> u64,
    ) {
        if self.missing.load(Ordering::Relaxed) != 0 {
            let mut now = now;
            self.fill(paid, has_deposited, &mut now);
        }
    }

    // Not inlined: the call sites need only the test above.
    #[cold]
    #[inline(never)]
    fn fill(&self, paid: Option<Charge>, has_deposited: bool, now: &mut dyn FnMut() -> u64) {
        match &self.rule {
            Rule::Ratio(ledger) => {
                if paid.is_none() && !has_deposited && ledger.ratio > 0 {
                    ledger.deposit(now());
                }
            }
            Rule::Bucket(bucket) => {
                let taken = paid.map_or(tokens::TOKEN, |charge| self.costs.of(charge));
                bucket.accept(&self.missing, taken);
            }
        }
    }
}

/// Budgets are equal if they are the same one.
impl PartialEq for Budget {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self, other)
    }
}

/// Shows the numbers of the rule, and what is left.
impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Budget");
        if let Some(name) = self.name {
            shown.field("name", &name);
        }
        match &self.rule {
            Rule::Ratio(ledger) => shown
                .field("ratio", &tokens::to_f64(ledger.ratio))
                .field("reserve", &tokens::to_f64(ledger.reserve))
                .field("per_second", &ledger.per_second)
                .field("window", &Duration::from_nanos(ledger.window)),
            Rule::Bucket(bucket) => shown.field("capacity", &tokens::to_f64(bucket.capacity)),
        };
        shown
            .field("available", &self.available())
            .finish_non_exhaustive()
    }
}
