use std::{
    collections::HashMap,
    string::String,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{http::request::Target, limits::Budget};

/// The budgets that the requests of a client have by default.
#[derive(Debug, Default)]
pub(super) struct DefaultBudgets(Mutex<HashMap<Shared, Arc<Budget>>>);

/// What requests have in common that share a budget: the mount that they match, and the server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Shared {
    mount: Option<usize>,
    host: Option<String>,
    port: Option<u16>,
}

impl DefaultBudgets {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// The budget for a URL that matches this mount.
    pub(super) fn get(&self, mount: Option<usize>, url: &Target<'_>) -> Arc<Budget> {
        let shared = Shared {
            mount,
            host: url.host.map(str::to_ascii_lowercase),
            port: url.port,
        };
        let mut budgets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(budgets.entry(shared).or_insert_with(|| Arc::new(make())))
    }
}

fn make() -> Budget {
    Budget::aws()
}
