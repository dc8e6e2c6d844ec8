use core::sync::atomic::AtomicU64;

use super::{
    Budget,
    bucket::Bucket,
    budget::{Costs, Rule},
    ledger::{Ledger, NEVER},
    ring::{Ring, SLOTS},
    tokens,
};

const DEFAULT_RATIO: f64 = 0.2;
const DEFAULT_PER_SECOND: u32 = 10;
/// 10 s.
const DEFAULT_WINDOW: u64 = 10_000_000_000;

impl Budget {
    /// One retry for five runs, and ten each second. Tokens expire after 10 s. These are the numbers of
    /// Finagle and tower.
    ///
    /// ```
    /// # use retry_core::Budget;
    /// static DATABASE: Budget = Budget::new();
    /// // It begins with the floor of a second.
    /// assert_eq!(DATABASE.available(), 10.0);
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self::ratio(DEFAULT_RATIO).per_second(DEFAULT_PER_SECOND)
    }

    /// Each run pays in this share of a token: 0.1 is one retry for ten runs. It has no floor and no reserve
    /// until they are set, and tokens expire after 10 s.
    ///
    /// A run pays when its first attempt has failed or was accepted.
    ///
    /// ```
    /// # use retry_core::Budget;
    /// static DATABASE: Budget = Budget::ratio(0.1).reserve(10);
    /// assert_eq!(DATABASE.available(), 10.0);
    /// ```
    ///
    /// # Panics
    ///
    /// When `ratio` is not from 0.000001 to 1000. In a `static`, this and every other panic here is a
    /// compile error:
    ///
    /// ```compile_fail
    /// static DATABASE: retry_core::Budget = retry_core::Budget::ratio(f64::NAN);
    /// ```
    #[must_use]
    pub const fn ratio(ratio: f64) -> Self {
        let mut budget = Self::unfilled();
        match budget.set_ratio(ratio) {
            Ok(()) => budget.checked(),
            Err(refusal) => refusal.panic(),
        }
    }

    /// So many retries each second, whatever the traffic. See [`Budget::per_second`].
    ///
    /// ```
    /// # use retry_core::Budget;
    /// static CRAWLER: Budget = Budget::floor(5);
    /// assert_eq!(CRAWLER.available(), 5.0);
    /// ```
    ///
    /// # Panics
    ///
    /// When `per_second` is 0.
    #[must_use]
    pub const fn floor(per_second: u32) -> Self {
        Self::unfilled().per_second(per_second)
    }

    /// So many retries, and no more while the program lives: for a tool that runs once. See
    /// [`Budget::reserve`].
    ///
    /// ```
    /// # use retry_core::Budget;
    /// static UPLOAD: Budget = Budget::reserved(100);
    /// assert_eq!(UPLOAD.available(), 100.0);
    /// ```
    ///
    /// # Panics
    ///
    /// When `tokens` is 0.
    #[must_use]
    pub const fn reserved(tokens: u32) -> Self {
        Self::unfilled().reserve(tokens)
    }

    /// A bucket that starts full. A retry takes 1 token, and is refused if less is left. An accepted run
    /// returns what its last retry took, or 1 if it had none, up to the capacity: the rule of the AWS SDKs.
    ///
    /// ```
    /// # use retry_core::Budget;
    /// static TABLE: Budget = Budget::bucket(100).retry_cost(5.0).timeout_cost(10.0);
    /// assert_eq!(TABLE.available(), 100.0);
    /// ```
    ///
    /// # Panics
    ///
    /// When `capacity` is 0.
    #[must_use]
    pub const fn bucket(capacity: u32) -> Self {
        let rule = Rule::Bucket(Bucket {
            capacity: tokens::from_count(capacity),
            success_returns: None,
            above_half: false,
        });
        Self::of_rule(rule, 0).checked()
    }

    /// The numbers of Finagle's `RetryBudget`: 20 %, 10 per second, a window of 10 s. The same as
    /// [`Budget::new`].
    ///
    /// Finagle has the floor of a whole window at once, and gets back what a retry took when the window is
    /// over. Here the floor begins with that of one second, and comes back second by second. For its 100
    /// retries at the start, add `.reserve(100)`.
    #[must_use]
    pub const fn finagle() -> Self {
        Self::new()
    }

    /// The retry throttling of gRPC (gRFC A6) with 10 tokens and a ratio of 0.1: each retry asked for takes
    /// 1, granted or not, each success returns 0.1. Retries are granted while more than half is left.
    ///
    /// For other numbers: `Budget::bucket(max_tokens).success_returns(token_ratio).above_half()`.
    #[must_use]
    pub const fn grpc() -> Self {
        Self::bucket(10).success_returns(0.1).above_half()
    }

    /// The retry quota of the AWS SDKs (retry behaviour 2.1): 500 tokens, a retry takes 14, or 5 after
    /// throttling.
    #[must_use]
    pub const fn aws() -> Self {
        Self::bucket(500).retry_cost(14.0).throttled_cost(5.0)
    }

    /// A ratio budget that nothing fills yet.
    pub(crate) const fn unfilled() -> Self {
        let ledger = Ledger {
            ratio: 0,
            reserve: 0,
            per_second: 0,
            window: DEFAULT_WINDOW,
            deposits: AtomicU64::new(0),
            ring: Ring([const { AtomicU64::new(0) }; SLOTS]),
            spent: AtomicU64::new(0),
            born: AtomicU64::new(NEVER),
            latest: AtomicU64::new(0),
        };
        Self::of_rule(Rule::Ratio(ledger), 1)
    }

    const fn of_rule(rule: Rule, missing: u64) -> Self {
        Self {
            missing: AtomicU64::new(missing),
            rule,
            costs: Costs {
                retry: tokens::TOKEN,
                throttled: None,
                timed_out: None,
            },
            name: None,
        }
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new()
    }
}
