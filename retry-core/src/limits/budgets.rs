use core::{borrow::Borrow, fmt, hash::Hash};
use std::{
    borrow::ToOwned,
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

#[cfg(test)]
use std::sync::TryLockError;

use super::{Budget, BudgetRefusal};

const DEFAULT_MAX_KEYS: usize = 1000;

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
    max_keys: usize,
    kept: Mutex<Option<Kept<K>>>,
}

struct Kept<K> {
    budgets: HashMap<K, Entry>,
    /// The keys by the time of their last use, the oldest first.
    order: BTreeMap<u64, K>,
    /// The time: how often a key was used.
    uses: u64,
}

struct Entry {
    budget: Arc<Budget>,
    used: u64,
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
            max_keys: DEFAULT_MAX_KEYS,
            kept: Mutex::new(None),
        }
    }

    /// How many keys are kept at most. The default is 1,000.
    ///
    /// # Panics
    ///
    /// When it is 0. In a `static`, this is a compile error.
    #[must_use]
    pub const fn max_keys(mut self, keys: usize) -> Self {
        if keys == 0 {
            BudgetRefusal::NoKeys.panic();
        }
        self.max_keys = keys;
        self
    }

    /// A panic under the lock can only come from a key's `Hash` or `Eq`, which run before any change.
    fn lock(&self) -> MutexGuard<'_, Option<Kept<K>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
impl<K, F> Budgets<K, F> {
    pub(super) fn is_unlocked(&self) -> bool {
        !matches!(self.kept.try_lock(), Err(TryLockError::WouldBlock))
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
        if let Some(budget) = self.lock().as_mut().and_then(|kept| kept.find(key)) {
            return budget;
        }
        let made = Arc::new((self.make)());
        let (owned, in_order) = (key.to_owned(), key.to_owned());
        // Declared before the lock, so it is dropped after it.
        let _oldest;
        let mut lock = self.lock();
        let kept = lock.get_or_insert_with(Kept::new);
        // Another thread may have been faster.
        if let Some(budget) = kept.find(key) {
            return budget;
        }
        _oldest = (kept.budgets.len() >= self.max_keys).then(|| kept.remove_oldest());
        kept.insert(owned, in_order, Arc::clone(&made));
        made
    }
}

impl<K: Hash + Eq> Kept<K> {
    fn new() -> Self {
        Self {
            budgets: HashMap::new(),
            order: BTreeMap::new(),
            uses: 0,
        }
    }

    /// Finds a budget, and makes its key the most recent.
    fn find<Q>(&mut self, key: &Q) -> Option<Arc<Budget>>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let entry = self.budgets.get_mut(key)?;
        if entry.used != self.uses {
            let key = self.order.remove(&entry.used)?;
            self.uses += 1;
            entry.used = self.uses;
            self.order.insert(self.uses, key);
        }
        Some(Arc::clone(&entry.budget))
    }

    fn insert(&mut self, key: K, in_order: K, budget: Arc<Budget>) {
        let used = self.uses + 1;
        self.budgets.insert(key, Entry { budget, used });
        self.order.insert(used, in_order);
        self.uses = used;
    }

    /// Removes the key that was used least recently, and returns all that there is of it.
    fn remove_oldest(&mut self) -> Option<(K, K, Entry)> {
        let (_, oldest) = self.order.first_key_value()?;
        let (key, entry) = self.budgets.remove_entry(oldest)?;
        let (_, in_order) = self.order.pop_first()?;
        Some((key, in_order, entry))
    }
}

/// Shows how many keys there are.
impl<K, F> fmt::Debug for Budgets<K, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.lock().as_ref().map_or(0, |kept| kept.order.len());
        f.debug_struct("Budgets")
            .field("keys", &keys)
            .field("max_keys", &self.max_keys)
            .finish_non_exhaustive()
    }
}
