use core::{borrow::Borrow, fmt, hash::Hash};
use std::{borrow::ToOwned, sync::Arc};

use super::{Budget, keyed::Keyed};

/// One [`Budget`] for each key: for each host, tenant or table.
///
/// A budget is made when its key is first asked for. At most 1,000 keys are kept, or
/// [`max_keys`](Budgets::max_keys), since keys that come from outside have no end: the one that was used
/// least recently goes. Its budget lives on with those who hold it.
///
/// ```
/// use retry_core::{Budget, Budgets};
/// use std::sync::Arc;
///
/// static HOSTS: Budgets<String> = Budgets::new(|| Budget::ratio(0.1).reserve(10)).max_keys(200);
///
/// let budget = HOSTS.get("tea.example");
/// assert_eq!(budget.available(), 10.0);
/// assert!(Arc::ptr_eq(&budget, &HOSTS.get("tea.example")));
/// assert!(!Arc::ptr_eq(&budget, &HOSTS.get("coffee.example")));
/// ```
pub struct Budgets<K, F = fn() -> Budget> {
    make: F,
    kept: Keyed<K, Budget>,
}

impl<K> Budgets<K> {
    /// Makes the budget of each key with `make`.
    #[must_use]
    pub const fn new(make: fn() -> Budget) -> Self {
        Self::made_by(make)
    }
}

impl<K, F> Budgets<K, F> {
    /// The same with a closure that captures something, such as numbers from a file.
    ///
    /// ```
    /// use retry_core::{Budget, BudgetSettings, Budgets};
    ///
    /// let settings = BudgetSettings { per_second: 3, ..BudgetSettings::default() };
    /// Budget::try_from(settings)?;
    /// let tenants = Budgets::made_by(move || Budget::try_from(settings).unwrap_or_default());
    /// assert_eq!(tenants.get(&7).available(), 3.0);
    /// # Ok::<(), retry_core::InvalidPolicy>(())
    /// ```
    #[must_use]
    pub const fn made_by(make: F) -> Self {
        Self {
            make,
            kept: Keyed::new(),
        }
    }

    /// How many keys are kept at most. The default is 1,000.
    ///
    /// # Panics
    ///
    /// When it is 0. In a `static`, this is a compile error.
    #[must_use]
    pub const fn max_keys(mut self, keys: usize) -> Self {
        self.kept.set_max_keys(keys);
        self
    }

    #[cfg(test)]
    pub(super) fn is_unlocked(&self) -> bool {
        self.kept.is_unlocked()
    }
}

impl<K, F> Budgets<K, F>
where
    K: Hash + Eq,
    F: Fn() -> Budget,
{
    /// The budget of a key, which may be borrowed: `&str` for `String`.
    ///
    /// Budgets are made, and keys cloned and dropped, without a lock. Only their `Hash` and `Eq` run under
    /// it.
    pub fn get<Q>(&self, key: &Q) -> Arc<Budget>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        self.kept.get_or_make(key, &self.make)
    }
}

/// Shows how many keys there are.
impl<K, F> fmt::Debug for Budgets<K, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (keys, max_keys) = self.kept.counts();
        f.debug_struct("Budgets")
            .field("keys", &keys)
            .field("max_keys", &max_keys)
            .finish_non_exhaustive()
    }
}
