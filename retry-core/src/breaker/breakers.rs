use core::{borrow::Borrow, fmt, hash::Hash};
use std::{borrow::ToOwned, sync::Arc};

use super::Breaker;
use crate::limits::Keyed;

/// One [`Breaker`] for each key: for each host, tenant or table.
///
/// A breaker is made when its key is first asked for. At most 1,000 keys are kept, or
/// [`max_keys`](Breakers::max_keys), since keys that come from outside have no end: the one that was used
/// least recently goes. Its breaker lives on with those who hold it.
///
/// ```
/// use retry_core::{Breaker, Breakers};
/// use std::sync::Arc;
///
/// static HOSTS: Breakers<String> = Breakers::new(|| Breaker::consecutive(5)).max_keys(200);
///
/// let breaker = HOSTS.get("tea.example");
/// assert!(Arc::ptr_eq(&breaker, &HOSTS.get("tea.example")));
/// assert!(!Arc::ptr_eq(&breaker, &HOSTS.get("coffee.example")));
/// ```
pub struct Breakers<K, F = fn() -> Breaker> {
    make: F,
    kept: Keyed<K, Breaker>,
}

impl<K> Breakers<K> {
    /// Makes the breaker of each key with `make`.
    #[must_use]
    pub const fn new(make: fn() -> Breaker) -> Self {
        Self::made_by(make)
    }
}

impl<K, F> Breakers<K, F> {
    /// The same with a closure that captures something, such as numbers from a file.
    ///
    /// ```
    /// use core::time::Duration;
    /// use retry_core::{Breaker, Breakers};
    ///
    /// let seconds = 30;
    /// let tenants =
    ///     Breakers::made_by(move || Breaker::consecutive(5).open_for(Duration::from_secs(seconds)));
    /// assert_eq!(tenants.get(&7).name(), None);
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
}

impl<K, F> Breakers<K, F>
where
    K: Hash + Eq,
    F: Fn() -> Breaker,
{
    /// The breaker of a key, which may be borrowed: `&str` for `String`.
    ///
    /// Breakers are made, and keys cloned and dropped, without a lock. Only their `Hash` and `Eq` run under
    /// it.
    pub fn get<Q>(&self, key: &Q) -> Arc<Breaker>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        self.kept.get_or_make(key, &self.make)
    }
}

/// Shows how many keys there are.
impl<K, F> fmt::Debug for Breakers<K, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (keys, max_keys) = self.kept.counts();
        f.debug_struct("Breakers")
            .field("keys", &keys)
            .field("max_keys", &max_keys)
            .finish_non_exhaustive()
    }
}
