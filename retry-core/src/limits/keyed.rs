use core::{borrow::Borrow, hash::Hash};
use std::{
    borrow::ToOwned,
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

#[cfg(test)]
use std::sync::TryLockError;

const DEFAULT_MAX_KEYS: usize = 1000;

/// One value for each key, for at most so many keys: the one that was used least recently goes, and its value
/// lives on with those who hold it.
pub(crate) struct Keyed<K, V> {
    max_keys: usize,
    kept: Mutex<Option<Kept<K, V>>>,
}

struct Kept<K, V> {
    values: HashMap<K, Entry<V>>,
    /// The keys by the time of their last use, the oldest first.
    order: BTreeMap<u64, K>,
    /// The time: how often a key was used.
    uses: u64,
}

struct Entry<V> {
    value: Arc<V>,
    used: u64,
}

impl<K, V> Keyed<K, V> {
    pub(crate) const fn new() -> Self {
        Self {
            max_keys: DEFAULT_MAX_KEYS,
            kept: Mutex::new(None),
        }
    }

    /// # Panics
    ///
    /// When it is 0.
    pub(crate) const fn set_max_keys(&mut self, keys: usize) {
        assert!(keys > 0, "`max_keys` is 0: write 1 or more");
        self.max_keys = keys;
    }

    /// How many keys are kept now, and at most.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let keys = self.lock().as_ref().map_or(0, |kept| kept.order.len());
        (keys, self.max_keys)
    }

    /// A panic under the lock can only come from a key's `Hash` or `Eq`, which run before any change.
    fn lock(&self) -> MutexGuard<'_, Option<Kept<K, V>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub(crate) fn is_unlocked(&self) -> bool {
        !matches!(self.kept.try_lock(), Err(TryLockError::WouldBlock))
    }
}

impl<K: Hash + Eq, V> Keyed<K, V> {
    /// The value of a key, made if there is none.
    ///
    /// Values are made, and keys cloned and dropped, without a lock. Only their `Hash` and `Eq` run under it.
    pub(crate) fn get_or_make<Q>(&self, key: &Q, make: impl FnOnce() -> V) -> Arc<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        if let Some(value) = self.lock().as_mut().and_then(|kept| kept.find(key)) {
            return value;
        }
        let value = Arc::new(make());
        let (owned, in_order) = (key.to_owned(), key.to_owned());
        // Declared before the lock, so it is dropped after it.
        let _oldest;
        let mut lock = self.lock();
        let kept = lock.get_or_insert_with(Kept::new);
        // Another thread may have been faster.
        if let Some(first) = kept.find(key) {
            return first;
        }
        _oldest = (kept.values.len() >= self.max_keys).then(|| kept.remove_oldest());
        kept.insert(owned, in_order, Arc::clone(&value));
        value
    }
}

impl<K: Hash + Eq, V> Kept<K, V> {
    fn new() -> Self {
        Self {
            values: HashMap::new(),
            order: BTreeMap::new(),
            uses: 0,
        }
    }

    /// Finds a value, and makes its key the most recent.
    fn find<Q>(&mut self, key: &Q) -> Option<Arc<V>>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let entry = self.values.get_mut(key)?;
        if entry.used != self.uses {
            let key = self.order.remove(&entry.used)?;
            self.uses += 1;
            entry.used = self.uses;
            self.order.insert(self.uses, key);
        }
        Some(Arc::clone(&entry.value))
    }

    fn insert(&mut self, key: K, in_order: K, value: Arc<V>) {
        let used = self.uses + 1;
        self.values.insert(key, Entry { value, used });
        self.order.insert(used, in_order);
        self.uses = used;
    }

    /// Removes the key that was used least recently, and returns all that there is of it.
    fn remove_oldest(&mut self) -> Option<(K, K, Entry<V>)> {
        let (_, oldest) = self.order.first_key_value()?;
        let (key, entry) = self.values.remove_entry(oldest)?;
        let (_, in_order) = self.order.pop_first()?;
        Some((key, in_order, entry))
    }
}
